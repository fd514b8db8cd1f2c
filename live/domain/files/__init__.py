"""Files that residents send."""
