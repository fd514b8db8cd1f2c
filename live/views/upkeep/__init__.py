"""What the administrator sees of the upkeep: copies, books, and how everything does."""
