"""What goes out to the networks: at most once, whatever happens in between."""
