"""Model servers that others wrote, built from source, as a second opinion beside our own simulated provider."""
