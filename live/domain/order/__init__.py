"""The order of a show: how long each item is planned, when each is due, and a planned order that is brought in."""
