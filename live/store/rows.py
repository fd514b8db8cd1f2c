"""What the store's reading functions take and give, for those who hold no SQL: a connection, and rows.

A row's columns are its attributes.
"""

from sqlalchemy import Connection, Row

__all__ = ["Connection", "Row"]
