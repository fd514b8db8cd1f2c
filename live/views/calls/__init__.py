"""What is told of calls."""
