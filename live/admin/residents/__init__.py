"""What the centre has residents told."""
