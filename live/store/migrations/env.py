"""Alembic's environment: migrations run on the connection that the caller hands over.

In the caller's transaction where there is one; otherwise each in its own, so that what is long is held by none.
"""

from alembic import context

from live.store.schema import keep_floor
from live.store.tables import metadata

connection = context.config.attributes["connection"]
if connection.dialect.name == "sqlite" and not connection.in_transaction():
    connection.begin()  # The caller has said BEGIN itself: Alembic is to leave the end to it.
context.configure(
    connection=connection,
    target_metadata=metadata,
    transaction_per_migration=True,
    on_version_apply=lambda ctx, step, heads, run_args: keep_floor(step, connection),
)
with context.begin_transaction():
    context.run_migrations()
