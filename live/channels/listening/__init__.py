"""Sources that only read: what they find are mentions, posts of others that nobody sent to the centre.

One file a source, with the same shape as any network's (live/channels/capabilities.py): it polls, checks, and
understands again what could not be stored. `read` always refuses, since nobody calls such a channel, and there is no
way back through it.
"""
