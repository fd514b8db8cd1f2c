"""The tables of what is guessed from what residents write."""
