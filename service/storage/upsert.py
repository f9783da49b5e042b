"""INSERT ... ON CONFLICT, which both databases know and SQLAlchemy spells for each of them."""

from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects.postgresql import Insert as PostgresqlInsert
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert


def upsert(connection: Connection, table: Table) -> PostgresqlInsert | SqliteInsert:
    """The dialect's INSERT, which offers `on_conflict_do_nothing` and `on_conflict_do_update`."""
    if connection.dialect.name == "postgresql":
        return postgresql_insert(table)
    return sqlite_insert(table)


def insert_unless_there(connection: Connection, table: Table, values: dict[str, Any]) -> bool:
    """Insert the row; False where a row with the same unique value stands already.

    On PostgreSQL this waits for a concurrent transaction that inserts the same value to end.
    """
    statement = upsert(connection, table).on_conflict_do_nothing().returning(*table.primary_key)
    return connection.execute(statement, values).first() is not None
