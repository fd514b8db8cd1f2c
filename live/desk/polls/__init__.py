"""The verbs on polls: opened and shown by a producer, and votes counted from wherever they come."""

from live.desk.polls import posting, steering

__all__ = ["posting", "steering"]
