"""What is read of polls."""
