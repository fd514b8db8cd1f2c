"""Who is on duty, who is told of what, and what may wake them."""
