"""The rows of polls."""
