"""What the HTTP API answers: what its handlers return, and what its description says of them.

A moment is RFC 3339 in UTC, to the millisecond. Questions and tickets are the views of `live/protocol/views.py`.
"""
