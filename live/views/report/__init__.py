"""The report of a show."""
