"""Processes that outlived the run they belong to.

Every process of a run carries the run's DATA_DIR in its environment and hands it on to whatever it
starts, so that even the grandchildren of a process that was killed can be told apart from everything
else on the machine.
"""

import contextlib
import os
import signal
import time
from pathlib import Path

import psutil

MARK = "COMMENT_DESK_HOME"
"""Names the run that a process belongs to: its DATA_DIR, as an absolute path."""

PROGRAM = "SUPERVISOR_PROCESS_NAME"
"""Names the supervised program that a process belongs to; the supervisor sets it."""


def end_leftovers(home: Path, program: str | None = None, grace_seconds: float = 10) -> int:
    """End what is left of a run in this home, or of one program of it, and say how many there were.

    Each is asked to end first, and ended by force after the grace. The caller itself is spared.
    """
    left = [process for process in psutil.process_iter() if _belongs(process, home, program)]
    for number in (signal.SIGTERM, signal.SIGKILL):
        alive = [process for process in left if not _has_ended(process)]
        for process in alive:
            _send(process, number)
        _wait(alive, grace_seconds)
    return len(left)


def _belongs(process: psutil.Process, home: Path, program: str | None) -> bool:
    if process.pid == os.getpid():
        return False
    try:
        environment = process.environ()
    except psutil.Error:
        return False  # another user's, or gone in the meantime: not ours to end
    if environment.get(MARK) != str(home):
        return False
    return program is None or environment.get(PROGRAM) == program


def _send(process: psutil.Process, number: signal.Signals) -> None:
    with contextlib.suppress(psutil.NoSuchProcess):  # it may end by itself at any moment
        process.send_signal(number)


def _wait(processes: list[psutil.Process], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not all(map(_has_ended, processes)) and time.monotonic() < deadline:
        time.sleep(0.02)


def _has_ended(process: psutil.Process) -> bool:
    """A zombie counts as ended: in a container without an init nobody ever collects an orphan's."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
