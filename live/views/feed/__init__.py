"""What goes out by the feed: events as a screen may see them, and snapshots."""
