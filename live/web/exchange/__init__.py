"""Files in and out: what leaves as a file is written while it is read, what comes in is looked at first."""
