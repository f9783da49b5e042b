"""Whether the service answers yet, and why not."""

import http.client
import re
import subprocess
import time
from collections import Counter
from dataclasses import dataclass

from local.errors import CannotStart
from local.home import Home

WAIT_SECONDS = 60
ENDS_TOLERATED = 2
"""A worker that came up before Valkey may end and be started again; a third time tells of a defect."""

_ENDED = re.compile(r" exited: (\S+) \(")


@dataclass(frozen=True, slots=True)
class Address:
    """Where the service listens."""

    host: str
    port: int

    @property
    def private(self) -> bool:
        """Whether only programs on this machine can connect."""
        return self.host == "localhost" or self.host.startswith("127.") or self.host == "::1"

    @property
    def local_host(self) -> str:
        """The name under which this machine itself reaches the service."""
        return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104 - compared, not bound

    @property
    def url(self) -> str:
        host = f"[{self.local_host}]" if ":" in self.local_host else self.local_host
        return f"http://{host}:{self.port}"


class SupervisorLog:
    """What the supervisor has written since this object was made."""

    def __init__(self, home: Home) -> None:
        self._path = home.log("supervisord")
        self._start = self._path.stat().st_size if self._path.exists() else 0

    def failing_program(self) -> str | None:
        """A program that was started and ended too often, if there is one."""
        if not self._path.exists():
            return None
        with self._path.open(encoding="utf-8", errors="replace") as file:
            file.seek(self._start)
            ends = Counter(_ENDED.findall(file.read()))
        return next((program for program, count in ends.items() if count > ENDS_TOLERATED), None)


def wait_until_ready(
    address: Address, supervisor: subprocess.Popen[bytes], log: SupervisorLog, home: Home
) -> None:
    """Return when /readyz answers 200. Raises CannotStart, naming the log that tells why it does not."""
    deadline = time.monotonic() + WAIT_SECONDS
    while not _is_ready(address):
        if supervisor.poll() is not None:
            raise CannotStart("The supervisor has ended.", home.log("supervisord"))
        if program := log.failing_program():
            raise CannotStart(f"The process '{program}' ends each time it is started.", home.log(program))
        if time.monotonic() > deadline:
            raise CannotStart(f"The service was not ready after {WAIT_SECONDS} seconds.", home.log("api"))
        time.sleep(0.05)


def _is_ready(address: Address) -> bool:
    connection = http.client.HTTPConnection(address.local_host, address.port, timeout=2)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
