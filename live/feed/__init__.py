"""The log on its way out: the tail of each broadcast, the bell that wakes it, frames to sockets, and presence.

A lost bell costs one poll and never an event. Nothing here is on the way of a command: what waits for Redis waits in
a task of its own.
"""
