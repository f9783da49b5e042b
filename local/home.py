"""The folder that holds everything of one run, and the lock that lets only one run use it."""

import fcntl
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from local.errors import CannotStart

CHECKOUT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Home:
    """One DATA_DIR, as an absolute path, and the places in it."""

    path: Path

    @property
    def settings_file(self) -> Path:
        return self.path / "service.env"

    @property
    def valkey_data(self) -> Path:
        return self.path / "valkey"

    @property
    def valkey_config(self) -> Path:
        return self.path / "run" / "valkey.conf"

    def log(self, name: str) -> Path:
        """The log of one process, by its name in supervisord.conf."""
        return self.path / "log" / f"{name}.log"

    def make(self) -> None:
        """Create what is missing. Only the owner may look inside: there are secrets and comments in it.

        Raises CannotStart.
        """
        try:
            for folder in (self.path, self.path / "run", self.path / "log", self.valkey_data):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise CannotStart(f"DATA_DIR {self.path} cannot be used: {error.strerror}.") from error


def home_of(environment: Mapping[str, str]) -> Home:
    """The home that DATA_DIR names; a relative one is taken from the working directory."""
    return Home(Path(environment.get("DATA_DIR") or "var").absolute())


@contextmanager
def held(home: Home) -> Iterator[None]:
    """Hold the home for this process alone; the system lets go when the process ends, however it ends.

    Raises CannotStart when another run holds it.
    """
    descriptor = os.open(home.path / "run" / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotStart(
                f"Comment Desk is already running in {home.path}. "
                "Stop it first, or choose another place: make run DATA_DIR=var/second PORT=8001"
            ) from None
        yield
    finally:
        os.close(descriptor)
