"""One file for each outside network that the tests play."""
