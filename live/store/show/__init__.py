"""Rows of a broadcast: questions, calls, persons, messages, prompters, links."""
