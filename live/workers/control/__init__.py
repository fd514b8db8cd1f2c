"""The tasks that tell the control room's machines what happens on air."""
