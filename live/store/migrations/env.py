"""Alembic's environment: migrations run on the engine that the caller hands over, in one transaction."""

from alembic import context

from live.store.tables import metadata

engine = context.config.attributes["engine"]

with engine.connect() as connection:
    if connection.dialect.name == "sqlite":
        # The product's connections say BEGIN themselves.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    context.configure(connection=connection, target_metadata=metadata)
    with context.begin_transaction():
        context.run_migrations()
    if connection.dialect.name == "sqlite":
        connection.connection.driver_connection.execute("COMMIT")
    else:
        connection.commit()
