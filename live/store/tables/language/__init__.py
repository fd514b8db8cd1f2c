"""The tables of the language work."""
