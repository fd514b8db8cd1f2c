"""The verbs on polls: opened and shown by a producer, and votes counted from wherever they come."""

from live.desk.polls import steering

__all__ = ["steering"]
