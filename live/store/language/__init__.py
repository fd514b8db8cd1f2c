"""Rows of what is guessed from what residents write."""
