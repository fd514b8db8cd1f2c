"""What is kept of suggestions: switches, models learned, stacks, clusters, what became of what was suggested."""
