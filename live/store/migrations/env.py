"""Alembic's environment: migrations run on the connection that the caller hands over, in its transaction."""

from alembic import context

from live.store.tables import metadata

connection = context.config.attributes["connection"]
if not connection.in_transaction():
    connection.begin()  # On SQLite the caller has said BEGIN itself: Alembic is to leave the end to it.
context.configure(connection=connection, target_metadata=metadata)
context.run_migrations()
