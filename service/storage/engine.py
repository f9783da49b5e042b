"""Connections that keep what they acknowledge.

SQLite: write-ahead log, a sync at every commit (less lost acknowledged rows in simulated power cuts),
and write transactions that take the lock when they begin (a deferred one that reads first and writes
later either fails with "database is locked" or overwrites what it did not see). PostgreSQL: synchronous
commit, and time-outs on locks and statements, so that a slow database becomes an error and not a queue.
"""

import sqlite3
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url

from service.domain.errors import StoreUnavailable

READ_ONLY = "comment_desk_read_only"
"""Execution option of a connection that will not write: its transaction takes no write lock."""

_BUSY_MILLISECONDS = 10_000
_LOCK_MILLISECONDS = 3_000
_STATEMENT_MILLISECONDS = 8_000
_CONNECT_SECONDS = 3
_POOL_WAIT_SECONDS = 5


class UnsafeSqlite(Exception):
    """The SQLite library at hand has a defect that can damage the database."""


def make_engine(database_url: str, pool_size: int) -> Engine:
    """An engine for `sqlite:///path` or `postgresql://...`; connects to nothing yet.

    Raises UnsafeSqlite where the only SQLite library at hand has the WAL-reset defect.
    """
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        return _sqlite_engine(url, pool_size)
    return _postgresql_engine(url.set(drivername="postgresql+psycopg"), pool_size)


def _postgresql_engine(url: URL, pool_size: int) -> Engine:
    options = (
        f"-c synchronous_commit=on -c lock_timeout={_LOCK_MILLISECONDS}"
        f" -c statement_timeout={_STATEMENT_MILLISECONDS}"
        f" -c idle_in_transaction_session_timeout={2 * _STATEMENT_MILLISECONDS} -c timezone=UTC"
    )
    return create_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=_POOL_WAIT_SECONDS,
        pool_pre_ping=True,
        connect_args={"connect_timeout": _CONNECT_SECONDS, "options": options},
    )


def _sqlite_engine(url: URL, pool_size: int) -> Engine:
    module = safe_sqlite_module()
    engine = create_engine(
        url,
        module=module,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=_POOL_WAIT_SECONDS,
        connect_args={"timeout": _BUSY_MILLISECONDS / 1000, "isolation_level": None},
    )
    event.listen(engine, "connect", _prepare_sqlite_connection)
    event.listen(engine, "begin", _begin_sqlite_transaction)
    return engine


def safe_sqlite_module() -> ModuleType:
    """A SQLite driver without the WAL-reset defect: `pysqlite3` if it is there, else Python's own."""
    candidates: list[ModuleType] = [sqlite3]
    try:
        import pysqlite3
    except ImportError:
        pass
    else:
        candidates.insert(0, pysqlite3)
    for module in candidates:
        if has_no_wal_reset_defect(module.sqlite_version_info):
            return module
    raise UnsafeSqlite(
        f"SQLite {candidates[0].sqlite_version} can damage a database that two processes write to. "
        "Install a driver with a newer one: pip install 'pysqlite3>=0.6.1'"
    )


def has_no_wal_reset_defect(version: tuple[int, ...]) -> bool:
    """Whether this SQLite version resets its write-ahead log safely (mended in 3.51.3)."""
    return version >= (3, 51, 3)


def _prepare_sqlite_connection(connection: Any, _: Any) -> None:
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={_BUSY_MILLISECONDS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "trusted_schema=OFF",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite_transaction(connection: Connection) -> None:
    read_only = connection.get_execution_options().get(READ_ONLY, False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


def store_unavailable() -> StoreUnavailable:
    """The error for every way in which the database can fail to answer."""
    return StoreUnavailable("The service cannot reach its store just now. Try again in a moment.")
