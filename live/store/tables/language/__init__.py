"""The tables of what the program suggests by itself."""
