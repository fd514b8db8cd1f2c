"""The order of a show as it is read."""
