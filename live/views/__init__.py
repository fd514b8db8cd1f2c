"""The read side: what each screen may see.

`screens` is the table of screens, each with the sections that it holds (`feed/sections`); `feed/snapshot` is a screen's
whole state as of a number; `feed/visible_events` renders events from the rows as they are when they are sent; the
`listing` of questions and tickets, and `books`, answer what is asked over HTTP and by the command line. Reads only, and
always within one read transaction.
"""
