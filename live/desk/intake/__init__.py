"""How what comes from outside waits to be stored."""
