"""How something is said: whether a text asks anything, and where the stress stands when it is read aloud."""
