"""The tables of the language work and of what the program suggests by itself."""
