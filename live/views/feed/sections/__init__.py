"""What screens hold, one file for each kind of thing: its rows, its snapshot, its events, and what of it is seen."""
