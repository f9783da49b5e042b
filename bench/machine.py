"""What the figures were taken on: they say little without it."""

import os
import platform
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import psutil

from local.home import CHECKOUT

_SYNCS = 40
_IN_MEMORY = frozenset({"tmpfs", "ramfs"})


def describe(seed: int) -> list[str]:
    """Lines for people."""
    folder = Path(tempfile.gettempdir())
    kind = _file_system(folder)
    memory = psutil.virtual_memory().total / 2**30
    lines = [
        f"{os.cpu_count()} cores ({_processor()}), {memory:.0f} GiB, Python {platform.python_version()}",
        f"Commit {_commit()}, seed {seed}",
        f"{speed()} at the start",
        f"Files on {kind or 'an unknown file system'}; a sync takes {_sync_seconds(folder) * 1000:.2f} ms",
    ]
    if kind in _IN_MEMORY:
        lines.append("The files lie in memory, so a durable commit costs nothing here. Set TMPDIR to a disk.")
    return lines


def speed() -> str:
    """How fast one core runs Python just now: two runs of the bench compare only where this is alike."""
    seconds = []
    for _ in range(3):
        begin = time.perf_counter()
        for _ in range(1_000_000):
            pass
        seconds.append(time.perf_counter() - begin)
    return f"A core counts to a million in {min(seconds) * 1000:.0f} ms"


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "model name":
                return value.strip()
    except OSError:
        pass  # not a Linux
    return platform.processor() or platform.machine()


def _commit() -> str:
    """The short hash, with a plus where files were changed since."""
    command = ["git", "-C", str(CHECKOUT), "describe", "--always", "--dirty=+", "--abbrev=9", "--exclude=*"]
    try:
        result = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return "unknown"
    return result.stdout.strip() or "unknown"


def _file_system(folder: Path) -> str:
    resolved = folder.resolve()
    mounts = {Path(each.mountpoint): each.fstype for each in psutil.disk_partitions(all=True)}
    return next((mounts[place] for place in (resolved, *resolved.parents) if place in mounts), "")


def _sync_seconds(folder: Path) -> float:
    """The median time to write a page and have the disk confirm it: what a durable commit waits for."""
    seconds = []
    with tempfile.TemporaryFile(dir=folder) as file:
        for _ in range(_SYNCS):
            file.write(os.urandom(4096))
            file.flush()
            begin = time.perf_counter()
            os.fdatasync(file.fileno())
            seconds.append(time.perf_counter() - begin)
    return statistics.median(seconds)
