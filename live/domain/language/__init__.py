"""What the program suggests by itself: its kinds, when it learns, what it takes of what it has learned."""
