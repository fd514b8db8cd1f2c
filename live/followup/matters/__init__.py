"""The verbs on matters: one trouble that many questions and tickets are about.

A matter is the whole centre's. Whoever writes of one holds the tickets' lock, so that of two at once one comes first,
then all logs that hear of it.
"""

from live.followup.matters import joining, steering, telling

__all__ = ["joining", "steering", "telling"]
