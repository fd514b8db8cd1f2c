"""The report of a show, as a page and as files."""
