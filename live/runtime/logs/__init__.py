"""The log: how its lines look, of whom they tell nothing, and which request each belongs to."""
