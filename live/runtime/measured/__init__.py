"""What a process measures of itself for whoever watches it: counts, durations, shared things, the loop's lag."""
