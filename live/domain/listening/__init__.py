"""What is heard beyond the centre's own pages: posts of others, which nobody sent to the centre."""
