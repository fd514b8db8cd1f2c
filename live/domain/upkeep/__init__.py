"""What keeps an installation in order: when a copy of it is due, and how long nobody worries."""
