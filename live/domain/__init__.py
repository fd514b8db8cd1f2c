"""What a direct line is: pure values and rules.

Standard library only: no I/O, no framework, no clock (the time is an argument).
A rule returns the new value and the events, or raises `Refused`.
"""
