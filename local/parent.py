"""How a process learns that whoever started it is gone, or waits for it to end."""

import ctypes
import os
import signal
import sys
from pathlib import Path

PR_SET_PDEATHSIG = 1


def end_with_parent() -> None:
    """Be asked to end (SIGTERM) when the parent dies, even of SIGKILL; kept when the program is replaced.

    Linux only. Elsewhere the process runs on until the next start finds it as a leftover.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def heeds_interrupt(pid: int) -> bool:
    """Whether that process still catches SIGINT; as good as yes where the system does not tell.

    `make` catches the first one, stops catching, and waits for its recipe without telling it. A terminal
    sends Ctrl-C to both; a signal to `make` alone is seen only this way.
    """
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return True
    for line in status.splitlines():
        name, _, value = line.partition(":")
        if name == "SigCgt":
            return bool(int(value, 16) >> (signal.SIGINT - 1) & 1)
    return True


class ParentWatch:
    """Notices that the parent was interrupted, where it was ready to be when the watch began."""

    def __init__(self) -> None:
        self._pid = os.getppid()
        self._ready = sys.platform == "linux" and heeds_interrupt(self._pid)

    def interrupted(self) -> bool:
        return self._ready and not heeds_interrupt(self._pid)
