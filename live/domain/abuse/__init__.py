"""What is done about abuse: it is set apart, and never refused."""
