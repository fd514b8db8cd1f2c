"""What keeps the installation in order: copies, the books of all broadcasts, and what each process says of itself."""
