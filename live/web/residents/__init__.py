"""The residents' pages: the form, and a question followed by its code."""
