"""The service's own processes on a test stand: started, killed without warning, and started again."""

import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

import psutil

from service.settings import Settings
from tests.support.http import Browser
from tests.support.waiting import wait_for

ROOT = Path(__file__).parents[2]


@dataclass
class Stand:
    """API, workers and sweep as separate processes on one database and one Valkey.

    It does what a supervisor does: a process that ends is started again, until the stand is closed.
    """

    settings: Settings
    port: int
    workers: int = 2
    _processes: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)
    _closing: threading.Event = field(default_factory=threading.Event)
    _supervisor: threading.Thread | None = None

    def __enter__(self) -> "Stand":
        for name in self.roles():
            self._start(name)
        self._supervisor = threading.Thread(target=self._supervise, daemon=True)
        self._supervisor.start()
        try:
            wait_for(self.is_ready, "the service to be ready", seconds=30)
        except AssertionError as error:
            self.close()
            error.add_note(self.log("api"))
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._closing.set()
        if self._supervisor:
            self._supervisor.join()
        for process in self._processes.values():
            _kill([*_children(process.pid), process.pid])
            process.wait()

    def roles(self) -> list[str]:
        return ["api", "sweep", *(f"worker-{number}" for number in range(self.workers))]

    def is_ready(self) -> bool:
        try:
            return Browser(self.port).get("/auth/session").status == 200
        except OSError:
            return False

    def kill_worker(self, number: int) -> bool:
        """SIGKILL a worker and the job that it runs, as the kernel does when memory runs out. False where
        it had ended by itself.
        """
        pid = self._processes[f"worker-{number}"].pid
        return _kill([*_children(pid), pid])

    def kill_job(self, number: int, patience_seconds: float = 1.0) -> bool:
        """SIGKILL only the job that a worker has forked; False where it does not fork one in time."""
        pid = self._processes[f"worker-{number}"].pid
        end = time.monotonic() + patience_seconds
        while time.monotonic() < end:
            if children := _children(pid):
                return _kill(children)
        return False

    def log(self, name: str) -> str:
        return self._log_path(name).read_text(encoding="utf-8", errors="replace")

    def _log_path(self, name: str) -> Path:
        return self.settings.data_dir / f"{name}.log"

    def _supervise(self) -> None:
        while not self._closing.wait(0.1):
            for name, process in list(self._processes.items()):
                if process.poll() is not None:
                    self._start(name)

    def _start(self, name: str) -> None:
        role = name.split("-", maxsplit=1)[0]
        module = {"api": ["service", "serve"], "sweep": ["workers", "sweep"], "worker": ["workers"]}[role]
        with self._log_path(name).open("ab") as log:
            self._processes[name] = subprocess.Popen(
                [sys.executable, "-m", *module], cwd=ROOT, env=self._environment(), stdout=log, stderr=log
            )

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DESK_")}
        return kept | {
            "DATA_DIR": str(self.settings.data_dir),
            "PORT": str(self.port),
            "DESK_DATABASE_URL": self.settings.database_url,
            "DESK_REDIS_URL": self.settings.redis_url,
            "DESK_SECRET_KEY": self.settings.secret_key,
            "DESK_COOKIE_SECURE": "false",
            "DESK_LEASE_SECONDS": "2",
            "DESK_SWEEP_SECONDS": "0.5",
        }


def _children(pid: int) -> list[int]:
    try:
        return [child.pid for child in psutil.Process(pid).children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _kill(pids: list[int]) -> bool:
    """SIGKILL these processes; whether any of them was still there."""
    killed = False
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
            killed = True
        except ProcessLookupError:
            continue
    return killed
