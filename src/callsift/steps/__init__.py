"""The steps of the pipeline. Siblings never import one another; the pipeline sets their order."""
