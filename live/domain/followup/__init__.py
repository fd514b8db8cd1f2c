"""What follows when many ask about one trouble."""
