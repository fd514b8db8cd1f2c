"""Rows of the centre: who may do what, its lists, calendar and channels."""
