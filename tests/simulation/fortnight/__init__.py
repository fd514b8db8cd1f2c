"""A fortnight of a centre: its hours, who writes by which way, who works, and a table of clocks worked by hand."""
