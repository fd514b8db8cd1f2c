"""What is kept of suggestions: their switches, the models learned, what became of what was suggested."""
