"""What questions about the same are called: a phrase of their own words, such as a person would write over them."""
