"""What the language work changes on the desk, and what a person says of it."""
