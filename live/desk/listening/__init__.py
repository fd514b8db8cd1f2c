"""What was heard beyond the centre's own pages: stored as it is found, and taken as questions or hidden."""
