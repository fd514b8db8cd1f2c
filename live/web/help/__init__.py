"""Help inside: docs/ as pages, found by words, opened at the place that a screen is about."""
