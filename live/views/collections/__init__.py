"""What a collection tells: counted for a period, kept as it was sent, and shown with what its numbers are made of."""
