"""What becomes of polls by itself."""
