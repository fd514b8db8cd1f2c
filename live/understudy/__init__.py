"""A second machine that follows an embedded database, so that it can go on in its place.

The server that is followed is the leader: it hands on what each transaction left (changes, wal). The understudy writes
it into a database of its own (copy, follower) until a person promotes it (promotion). Who leads stands in a file beside
each database (succession). See docs/decisions/0021-understudy.md.
"""
