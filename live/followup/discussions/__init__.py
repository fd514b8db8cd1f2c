"""Discussions: put before the residents, gathered, concluded, and what came of them told to everybody who wrote."""
