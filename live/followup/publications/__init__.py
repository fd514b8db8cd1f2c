"""The verbs on publications: written, seen by a second person, posted, corrected, taken away."""
