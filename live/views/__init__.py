"""The read side: what each screen may see.

`screens` is the table of screens; `snapshot` is a screen's whole state as of a number; `sight` renders events for
a screen from the rows as they are when it is sent; `listing` and `books` answer what is asked over HTTP and by the
command line. Reads only, and always within one read transaction.
"""
