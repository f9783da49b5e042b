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

from service.domain.errors import DomainError, StoreUnavailable

READ_ONLY = "comment_desk_read_only"
"""Execution option of a connection that will not write: its transaction takes no write lock."""

_CONNECT_SECONDS = 3
_GONE_WITHOUT_A_WORD = {"keepalives_idle": 15, "keepalives_interval": 5, "tcp_user_timeout": 15_000}
"""PostgreSQL: a server whose machine has vanished is given up after half a minute instead of hours."""

DEFAULT_PATIENCE_SECONDS = 8.0


class UnsafeSqlite(DomainError):
    """The SQLite library at hand has a defect that can damage the database."""

    code = "unsafe_sqlite"
    title = "This SQLite can damage the database"


def make_engine(
    database_url: str, pool_size: int, patience_seconds: float = DEFAULT_PATIENCE_SECONDS
) -> Engine:
    """An engine for `sqlite:///path` or `postgresql://...`; connects to nothing yet.

    `patience_seconds` is how long one statement waits for a lock, and one request for a connection.
    Raises UnsafeSqlite where the only SQLite library at hand has the WAL-reset defect, ArgumentError for an
    address that is neither.
    """
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        return _sqlite_engine(url, pool_size, patience_seconds)
    return _postgresql_engine(url.set(drivername="postgresql+psycopg"), pool_size, patience_seconds)


def _postgresql_engine(url: URL, pool_size: int, patience_seconds: float) -> Engine:
    patience = round(patience_seconds * 1000)
    options = (
        f"-c synchronous_commit=on -c lock_timeout={patience} -c statement_timeout={2 * patience}"
        f" -c idle_in_transaction_session_timeout={4 * patience} -c timezone=UTC"
    )
    return create_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=patience_seconds,
        pool_pre_ping=True,
        connect_args={"connect_timeout": _CONNECT_SECONDS, "options": options, **_GONE_WITHOUT_A_WORD},
    )


def _sqlite_engine(url: URL, pool_size: int, patience_seconds: float) -> Engine:
    module = safe_sqlite_module()
    engine = create_engine(
        url,
        module=module,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=patience_seconds,
        # SQLite's busy time-out: how long a transaction waits for the one writer before it.
        connect_args={"timeout": patience_seconds, "isolation_level": None},
    )
    event.listen(engine, "connect", _prepare_sqlite_connection)
    event.listen(engine, "begin", _begin_sqlite_transaction)
    return engine


def safe_sqlite_module() -> ModuleType:
    """A SQLite driver without the WAL-reset defect: `pysqlite3` if it is there, else Python's own."""
    candidates: list[ModuleType] = [sqlite3]
    try:
        import pysqlite3  # noqa: PLC0415  it may be missing, and what is there may do
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
