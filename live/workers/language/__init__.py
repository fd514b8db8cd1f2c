"""Learning from what the centre has decided: begun at night or by a wish, done in a process of its own."""
