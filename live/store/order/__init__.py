"""The rows of a show's order: titles between its questions, and the ranks that both stand by."""
