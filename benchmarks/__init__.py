"""Scripts that measure and record; run from the checkout with `python -m benchmarks.NAME`."""
