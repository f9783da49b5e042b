import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from local.home import CHECKOUT
from local.leftovers import MARK, PROGRAM, end_leftovers
from tests.support.waiting import wait_for

STARTS_A_CHILD_AND_WAITS = """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import signal; print('up', flush=True); signal.pause()"])
print(child.pid, flush=True)
child.wait()
"""
IGNORES_BEING_ASKED = """
import signal
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("up", flush=True)
signal.pause()
"""


class Processes:
    """Starts processes and ends whatever is left of them after the test."""

    def __init__(self) -> None:
        self._started: list[subprocess.Popen[str]] = []
        self._found: list[psutil.Process] = []

    def start(self, code: str, lines: int, **environment: str) -> list[psutil.Process]:
        """The process, once it has printed so many lines, and those whose number it printed."""
        process = subprocess.Popen(
            [sys.executable, "-c", code],
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            text=True,
        )
        self._started.append(process)
        assert process.stdout
        printed = [process.stdout.readline().strip() for _ in range(lines)]
        process.stdout.close()
        found = [psutil.Process(pid) for pid in (process.pid, *map(int, filter(str.isdigit, printed)))]
        self._found += found
        return found

    def end(self) -> None:
        for process in self._found:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        for started in self._started:
            started.wait(10)


@pytest.fixture
def processes() -> Iterator[Processes]:
    processes = Processes()
    yield processes
    processes.end()


def ended(process: psutil.Process) -> bool:
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


def test_a_killed_parent_s_child_is_found_and_ended(tmp_path: Path, processes: Processes) -> None:
    parent, child = processes.start(STARTS_A_CHILD_AND_WAITS, lines=2, **{MARK: str(tmp_path)})
    parent.kill()
    wait_for(lambda: ended(parent), "the parent to be gone")
    assert not ended(child)

    assert end_leftovers(tmp_path) == 1
    assert ended(child)


def test_what_does_not_heed_is_ended_by_force(tmp_path: Path, processes: Processes) -> None:
    (stubborn,) = processes.start(IGNORES_BEING_ASKED, lines=1, **{MARK: str(tmp_path)})

    assert end_leftovers(tmp_path, grace_seconds=0.1) == 1
    assert ended(stubborn)


@pytest.mark.parametrize("mark", [{}, {MARK: "/somewhere/else"}])
def test_processes_of_others_are_spared(tmp_path: Path, processes: Processes, mark: dict[str, str]) -> None:
    (stranger,) = processes.start(IGNORES_BEING_ASKED, lines=1, **mark)

    assert end_leftovers(tmp_path) == 0
    assert not ended(stranger)


def test_one_program_s_leftovers_are_ended_without_its_siblings(tmp_path: Path, processes: Processes) -> None:
    mark = {MARK: str(tmp_path)}
    (sibling,) = processes.start(IGNORES_BEING_ASKED, lines=1, **mark, **{PROGRAM: "worker_1"})
    (old,) = processes.start(IGNORES_BEING_ASKED, lines=1, **mark, **{PROGRAM: "api"})

    assert end_leftovers(tmp_path, program="api", grace_seconds=0.1) == 1
    assert ended(old)
    assert not ended(sibling)


def test_the_caller_is_spared(tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from local.leftovers import end_leftovers as end; "
    code += "sys.exit(end(Path(sys.argv[1])))"

    caller = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        cwd=CHECKOUT,
        env={**os.environ, MARK: str(tmp_path)},
        check=False,
    )

    assert caller.returncode == 0
