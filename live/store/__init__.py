"""Rows, the transaction and the numbered log, in SQLAlchemy Core on SQLite and PostgreSQL.

One transaction = a command's id + rows + numbered events. A write locks its broadcasts' rows first,
by ascending id, so commit order is number order and nothing reads a row that is about to change.
"""
