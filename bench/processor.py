"""Who spent time on the processor: the parts of the service, the load generator, and everybody else."""

import os
from collections.abc import Iterable

import psutil

from local.leftovers import PROGRAM

API, WORKERS, SERVERS, CLIENT, OTHERS = "api", "workers", "servers", "client", "others"
PARTIES = (API, WORKERS, SERVERS, CLIENT, OTHERS)
"""`servers` are Valkey and PostgreSQL; `workers` includes the sweep, `client` the watching of decisions."""


def processor_seconds(apart: Iterable[psutil.Process] = ()) -> dict[str, float]:
    """Seconds of a core that each party has spent so far: only differences mean something.

    The service's processes are descendants of this one; `apart` are others that belong to it.
    """
    this = psutil.Process()
    spent = dict.fromkeys(PARTIES, 0.0)
    for process in [this, *this.children(recursive=True)]:
        spent[_party(process)] += _seconds(process)
    for root in apart:
        for process in [root, *root.children(recursive=True)]:
            spent[SERVERS] += _seconds(process)
    spent[OTHERS] = _busy_seconds() - sum(spent.values())
    return spent


def _party(process: psutil.Process) -> str:
    if process.pid == os.getpid():
        return CLIENT
    try:
        program = process.environ().get(PROGRAM, "")
    except psutil.Error:
        return OTHERS  # it ends just now
    if program == "api":
        return API
    return SERVERS if program == "valkey" else WORKERS


def _seconds(process: psutil.Process) -> float:
    """With the time of its children that have ended: a worker judges in a child of its own for each job."""
    try:
        times = process.cpu_times()
    except psutil.Error:
        return 0.0
    children = 0.0 if process.pid == os.getpid() else times.children_user + times.children_system
    return float(times.user + times.system + children)


def _busy_seconds() -> float:
    times = psutil.cpu_times()
    idle = times.idle + getattr(times, "iowait", 0.0)
    # Time as a guest is within the user's time already.
    counted = sum(times) - getattr(times, "guest", 0.0) - getattr(times, "guest_nice", 0.0)
    return float(counted - idle)
