"""The whole service on one machine: started as `make run` does, and ended in the ways it can end."""

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from local import settings_file
from local.accounts import DEMO_ACCOUNTS, DemoAccount
from local.home import CHECKOUT
from local.leftovers import MARK, end_leftovers
from local.ports import free_port
from tests.support.waiting import wait_for

PROGRAMS = {"valkey": 1, "service serve": 1, "workers": 2, "workers sweep": 1}
"""What the supervisor runs, by the end of its command line, and how often."""


class Run:
    """One `make run` in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "data with spaces"
        self.port = free_port("127.0.0.1")
        self.output = folder / "output"
        self.make = folder / "Makefile"
        self.started: list[subprocess.Popen[bytes]] = []
        self.make.write_text(f"run:\n\t@exec '{sys.executable}' -m local.run --end-with-parent\n")

    def start(self, **environment: str) -> subprocess.Popen[bytes]:
        """`make run`, whether or not it comes up; its output goes to a file."""
        with self.output.open("wb") as output:
            make = subprocess.Popen(
                ["make", "--no-print-directory", "-C", CHECKOUT, "-f", self.make, "run"],
                env={**os.environ, "DATA_DIR": str(self.home), "PORT": str(self.port), **environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        self.started.append(make)
        return make

    def end(self) -> None:
        """Stop whatever of it still runs."""
        for make in self.started:
            make.terminate()
            make.wait(60)
        end_leftovers(self.home)

    def start_and_wait(self) -> subprocess.Popen[bytes]:
        make = self.start()
        wait_for(
            lambda: "Ctrl-C ends it" in self.said() or make.poll() is not None,
            "the service to say that it runs",
            seconds=60,
        )
        assert make.poll() is None, self.said()
        return make

    def said(self) -> str:
        return self.output.read_text()

    def processes(self) -> list[psutil.Process]:
        """Everything that belongs to the run and is alive, but for `make` and the runner."""
        mark = (MARK, str(self.home))
        return [process for process in psutil.process_iter() if mark in environment_of(process).items()]

    def programs(self) -> dict[str, list[int]]:
        """The supervised processes by what they run; a web server's or a worker's own child is left out."""
        found: dict[str, list[int]] = {name: [] for name in PROGRAMS}
        supervisor = int((self.home / "run" / "supervisord.pid").read_text())
        for process in psutil.Process(supervisor).children():
            command = command_of(process)
            name = "valkey" if "valkey-server" in command else command.rpartition(" -m ")[2]
            if name in found:
                found[name].append(process.pid)
        return found

    def complete(self) -> bool:
        return {name: len(pids) for name, pids in self.programs().items()} == PROGRAMS

    def get(self, path: str) -> tuple[int, bytes]:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
            return answer.status, answer.read()

    def ready(self) -> bool:
        try:
            return self.get("/readyz")[0] == 200
        except OSError:
            return False


def environment_of(process: psutil.Process) -> dict[str, str]:
    try:
        return process.environ()
    except psutil.Error:
        return {}


def command_of(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""  # it has just ended


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    run = Run(tmp_path_factory.mktemp("running"))
    try:
        run.start_and_wait()
        yield run
    finally:
        run.end()


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    run = Run(tmp_path)
    yield run
    run.end()


def test_it_says_where_to_look_and_how_to_sign_in(running: Run) -> None:
    said = running.said()

    for address in re.findall(r"http://\S+(?:/demo/|/docs)", said):
        assert running.get(address.partition(str(running.port))[2])[0] == 200
    assert len(re.findall(r"http://127\.0\.0\.1:\d+/", said)) == 3
    for account in DEMO_ACCOUNTS:
        assert re.search(rf"{account.name} +{account.password}", said)


@pytest.mark.parametrize("account", DEMO_ACCOUNTS, ids=lambda account: account.name)
def test_the_demo_accounts_can_sign_in(running: Run, account: DemoAccount) -> None:
    request = urllib.request.Request(
        f"http://127.0.0.1:{running.port}/api/v1/auth/login",
        data=json.dumps({"username": account.name, "password": account.password}).encode(),
        headers={"Content-Type": "application/json"},
    )

    with urllib.request.urlopen(request, timeout=5) as answer:
        user = json.load(answer)["user"]

    assert (user["name"], user["role"]) == (account.name, account.role)


def test_commands_beside_the_run_reach_the_same_store(running: Run) -> None:
    subprocess.run(
        [sys.executable, "-m", "service", "requeue"],
        cwd=CHECKOUT,
        env={**os.environ, "DATA_DIR": str(running.home)},
        check=True,
    )


def test_a_second_run_in_the_same_place_is_refused(running: Run) -> None:
    second = Run(running.output.parent)
    second.output = running.output.with_name("second")

    assert second.start().wait(20) != 0
    assert f"already running in {running.home}" in second.said()
    assert running.ready()


def test_a_run_on_a_taken_port_is_refused_and_starts_nothing(running: Run, run: Run) -> None:
    run.port = running.port

    assert run.start().wait(20) != 0
    assert f"Port {running.port} on 127.0.0.1 is in use" in run.said()
    assert run.processes() == []


@pytest.mark.parametrize("program", PROGRAMS)
def test_what_is_killed_comes_back(running: Run, program: str) -> None:
    victim = running.programs()[program][0]

    os.kill(victim, signal.SIGKILL)

    wait_for(
        lambda: victim not in running.programs()[program] and running.complete() and running.ready(),
        "the program to be started again",
    )


def test_a_killed_web_server_leaves_no_second_one_behind(running: Run) -> None:
    wait_for(running.complete, "the whole service to be there again")
    (server,) = running.programs()["service serve"]
    old = [server, *(child.pid for child in psutil.Process(server).children())]

    os.kill(server, signal.SIGKILL)

    wait_for(
        lambda: not any(map(psutil.pid_exists, old)) and running.complete() and running.ready(),
        "everything to be replaced",
    )


def test_a_database_that_does_not_answer_is_reported_with_the_end_of_the_log(run: Run) -> None:
    nobody = f"postgresql://desk@127.0.0.1:{free_port('127.0.0.1')}/desk"

    assert run.start(DESK_DATABASE_URL=nobody).wait(30) != 0

    assert "'python -m service migrate' failed." in run.said()
    assert f"The end of {run.home}/log/migrate.log:" in run.said()
    assert "refused" in run.said()
    assert run.processes() == []


def test_a_misspelt_setting_is_reported_before_anything_is_started(run: Run) -> None:
    assert run.start(DESK_POLICY="x").wait(30) != 0

    assert "DESK_POLICY is not a setting" in run.said()
    assert run.processes() == []


def test_nothing_outlives_a_run_and_the_next_takes_up_where_it_left_off(running: Run) -> None:
    """Stands last: it ends the run that the tests above share."""
    settings = settings_file.read(running.home / "service.env")
    first = running.started[-1]
    (runner,) = psutil.Process(first.pid).children()
    runner.kill()  # nobody is left to clean up
    first.wait(20)
    wait_for(lambda: running.processes() == [], "every process to end")

    second = running.start_and_wait()
    assert settings_file.read(running.home / "service.env") == settings
    second.send_signal(signal.SIGINT)  # to `make` alone, which does not pass it on

    second.wait(30)
    assert running.processes() == []
