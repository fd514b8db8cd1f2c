"""What is guessed from what residents write, in the background."""
