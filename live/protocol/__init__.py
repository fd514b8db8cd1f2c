"""The wire as data: what crosses it, and in which shape.

It declares; it does nothing.
"""
