"""The measured system: everything that `make run` starts, in a folder of its own."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.connection import Connection, ConnectionLost
from bench.load import Heard, Round, Schedule, Target, run_load
from bench.postgresql import running_postgresql
from bench.processor import processor_seconds
from bench.reader import Reader, sign_in
from local.home import CHECKOUT
from local.leftovers import end_leftovers
from local.ports import free_port
from service.bootstrap import Services, build
from service.domain.articles import ArticleDraft
from service.domain.principals import Principal, Role
from service.settings import PREFIX, load_settings
from service.storage.engine import READ_ONLY

SQLITE, POSTGRESQL = "sqlite", "postgresql"
DATABASES = (SQLITE, POSTGRESQL)

_HOST = "127.0.0.1"
_START_SECONDS = 60
_STOP_SECONDS = 60
_PASSWORD = "not a secret: it opens an account of this run alone"  # noqa: S105


class CannotMeasure(Exception):
    """The service did not come up."""


@dataclass(frozen=True, slots=True)
class System:
    target: Target
    readers: tuple[Reader, ...]
    services: Services
    """Use cases of this process on the same store, to prepare what is measured and to watch it."""
    apart: tuple[psutil.Process, ...]
    """Servers that belong to the system and are not descendants of this process."""

    def load(
        self,
        connections: int,
        requests: Iterator[bytes],
        schedule: Schedule,
        expected_status: int,
        heard: Heard | None = None,
    ) -> Round:
        """One round of load (see `run_load`), with who took how much of the processor meanwhile."""
        began = time.perf_counter()
        before = processor_seconds(self.apart)
        result = run_load(self.target, connections, requests, schedule, expected_status, heard)
        after = processor_seconds(self.apart)
        elapsed = time.perf_counter() - began
        # The system counts in hundredths of a second, so that an idle party may come out below nothing.
        result.shares = {party: max(0.0, after[party] - before[party]) / elapsed for party in after}
        return result

    def add_article(self, key: str) -> None:
        publisher = Principal("bench", "The bench", Role.PUBLISHER)
        self.services.put_article(publisher, key, ArticleDraft(f"Article {key}", f"/articles/{key}"))

    def pending(self) -> set[str]:
        """The comments that no worker has decided yet."""
        reading = self.services.store.engine.execution_options(**{READ_ONLY: True})
        with reading.begin() as connection:
            rows = connection.exec_driver_sql("SELECT id FROM comments WHERE state = 'pending'")
            return set(rows.scalars())

    def wait_until_decided(self, seconds: float) -> int:
        """Wait, at most so long, until nothing is pending. Returns how many still are."""
        end = time.monotonic() + seconds
        while (pending := len(self.pending())) and time.monotonic() < end:
            time.sleep(0.05)
        return pending


@contextmanager
def running_system(database: str, readers: int, settings: Mapping[str, str]) -> Iterator[System]:
    """The whole service with so many readers signed in; ended and removed with the block.

    `settings` are put in place of the defaults. Raises CannotMeasure, NotDurable, Refused.
    """
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="desk-bench-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        folder.chmod(0o755)
        chosen = {"DATA_DIR": str(folder / "data"), "PORT": str(free_port(_HOST)), **settings}
        apart = []
        if database == POSTGRESQL:
            url, pid = stack.enter_context(running_postgresql(folder / "postgresql"))
            chosen["DESK_DATABASE_URL"] = url
            apart.append(psutil.Process(pid))
        target = Target(_HOST, int(chosen["PORT"]))
        stack.enter_context(_running_service(folder, target, chosen))
        services = build(load_settings(chosen))
        stack.callback(services.close)
        yield System(target, _signed_in(services, target, readers), services, tuple(apart))


@contextmanager
def _running_service(folder: Path, target: Target, chosen: Mapping[str, str]) -> Iterator[None]:
    # Settings of the shell are left out: they might name a database that is in use.
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    said = folder / "said.log"
    with said.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "local.run", "--end-with-parent"],
            cwd=CHECKOUT,
            env={**inherited, **chosen},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            process_group=0,  # Ctrl-C reaches this process alone, which then ends the other
        )
    try:
        _wait_until_ready(process, target, said)
        yield
    finally:
        _stop(process, Path(chosen["DATA_DIR"]))


def _wait_until_ready(process: subprocess.Popen[bytes], target: Target, said: Path) -> None:
    end = time.monotonic() + _START_SECONDS
    while not _is_ready(target):
        if process.poll() is not None or time.monotonic() > end:
            raise CannotMeasure(f"The service did not start:\n{said.read_text(errors='replace')}")
        time.sleep(0.05)


def _is_ready(target: Target) -> bool:
    with suppress(OSError, ConnectionLost):
        connection = Connection(*target, timeout_seconds=2)
        try:
            ready = f"GET /readyz HTTP/1.1\r\nHost: {target.host}\r\n\r\n".encode()
            return connection.ask(ready).status == 200
        finally:
            connection.close()
    return False


def _stop(process: subprocess.Popen[bytes], home: Path) -> None:
    process.send_signal(signal.SIGINT)
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    end_leftovers(home)


def _signed_in(services: Services, target: Target, count: int) -> tuple[Reader, ...]:
    def sign_up(number: int) -> Reader:
        name = f"Reader {number}"
        services.create_account(name, Role.READER, _PASSWORD)
        connection = Connection(*target, timeout_seconds=30)
        try:
            return sign_in(target, connection, name, _PASSWORD)
        finally:
            connection.close()

    # Hashing passwords is most of the work, and leaves the interpreter free.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return tuple(pool.map(sign_up, range(1, count + 1)))
