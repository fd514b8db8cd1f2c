"""Discussions: the pages of those who lead them, and what everybody reads."""
