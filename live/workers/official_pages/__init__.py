"""What the background does for the official pages."""
