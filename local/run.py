"""`make run`: prepare, start the supervisor, wait until the service answers, say where to look, wait.

It ends on Ctrl-C, SIGTERM or SIGHUP, or when the supervisor dies, and leaves no process behind.
"""

import argparse
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Never

from local import announcement, settings_file, valkey
from local.errors import CannotStart
from local.home import CHECKOUT, Home, held, home_of
from local.leftovers import MARK, end_leftovers
from local.parent import ParentWatch, end_with_parent
from local.ports import require_free
from local.readiness import Address, SupervisorLog, wait_until_ready
from service.settings import Settings, SettingsError, load_settings

STOP_SECONDS = 40
"""How long the supervisor may take to end its processes, each of which has a limit of its own."""


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m local.run", description="Run Comment Desk here.")
    parser.add_argument("--end-with-parent", action="store_true", help="end when whoever started this ends")
    options = parser.parse_args(arguments)
    if options.end_with_parent:
        end_with_parent()
    _treat_as_ctrl_c(signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    os.umask(0o077)
    home = home_of(os.environ)
    try:
        home.make()
        with held(home):
            _run(home, ParentWatch() if options.end_with_parent else None)
    except CannotStart as refusal:
        print(refusal.report(), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Comment Desk has stopped.")
        return 0


def _run(home: Home, parent: ParentWatch | None) -> Never:
    """Ends with KeyboardInterrupt when told to, with CannotStart otherwise."""
    end_leftovers(home.path)
    _choose_settings(home)
    environment = _environment(home)
    settings = _load(environment)
    address = Address(settings.host, settings.port)
    require_free(address.host, address.port)
    demo = settings.demo and address.private
    _finish(["service", "migrate"], home.log("migrate"), environment)
    log = SupervisorLog(home)
    supervisor = _start_supervisor(environment)
    try:
        if demo:
            _finish(["local.demo"], home.log("demo"), environment)
        wait_until_ready(address, supervisor, log, home)
        print(announcement.text(address, home, demo=demo), flush=True)
        _watch(supervisor, parent, home)
    finally:
        _stop(supervisor, home)


def _treat_as_ctrl_c(*numbers: signal.Signals) -> None:
    for number in numbers:
        # Under nohup SIGHUP stays ignored. SIGINT does not, though a script has it ignored for what it
        # starts in the background: whoever sends that one means it.
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler)


def _choose_settings(home: Home) -> None:
    """Settle what this run needs, for itself, for the next one and for commands beside it."""
    former = settings_file.read(home.settings_file)
    url = valkey.choose_url(former.get("DESK_REDIS_URL"))
    chosen = {
        "DESK_REDIS_URL": url,
        "DESK_SECRET_KEY": former.get("DESK_SECRET_KEY") or secrets.token_urlsafe(48),
        "DESK_DEMO": former.get("DESK_DEMO") or "true",
        "DESK_COOKIE_SECURE": former.get("DESK_COOKIE_SECURE") or "false",  # there is no HTTPS here
    }
    settings_file.keep(home.settings_file, chosen)
    valkey.write_config(home, url)


def _environment(home: Home) -> dict[str, str]:
    """What every process of the run is started with: which run it belongs to, and where things are."""
    environment = {
        **os.environ,
        "DATA_DIR": str(home.path),
        "PYTHONUNBUFFERED": "1",
        "OPENBLAS_NUM_THREADS": "1",
        MARK: str(home.path),
        "COMMENT_DESK_CHECKOUT": str(CHECKOUT),
        "COMMENT_DESK_PYTHON": sys.executable,
    }
    # The run has a queue server of its own. One named by the shell would win over the file's, and the
    # commands beside the run would ring at another door.
    for name in ("DESK_REDIS_URL", "DESK_REDIS_URL_FILE"):
        environment.pop(name, None)
    return environment


def _load(environment: Mapping[str, str]) -> Settings:
    try:
        return load_settings(environment)
    except SettingsError as error:
        raise CannotStart(str(error)) from error


def _finish(command: Sequence[str], log: Path, environment: Mapping[str, str]) -> None:
    """Run `python -m COMMAND ...` to its end, output to the log. Raises CannotStart unless it succeeds."""
    with log.open("wb") as output:
        result = subprocess.run(
            [sys.executable, "-m", *command],
            cwd=CHECKOUT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            process_group=0,  # Ctrl-C reaches this process alone, which then ends the others
            check=False,
        )
    if result.returncode != 0:
        raise CannotStart(f"'python -m {' '.join(command)}' failed.", log)


def _start_supervisor(environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """The supervisor, which keeps everything else running. It ends with this process, however that ends."""
    return subprocess.Popen(
        [sys.executable, "-m", "local.supervisor"],
        cwd=CHECKOUT,
        env=environment,
        stdin=subprocess.DEVNULL,
        process_group=0,
    )


def _watch(supervisor: subprocess.Popen[bytes], parent: ParentWatch | None, home: Home) -> Never:
    while supervisor.poll() is None:
        if parent and parent.interrupted():
            raise KeyboardInterrupt
        time.sleep(0.5)
    raise CannotStart("The supervisor has ended, and with it the service.", home.log("supervisord"))


def _stop(supervisor: subprocess.Popen[bytes], home: Home) -> None:
    """End everything, in order and then by force. A second Ctrl-C does not cut this short."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    supervisor.terminate()
    print("Ending every process ...", flush=True)
    try:
        supervisor.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        supervisor.kill()
    end_leftovers(home.path)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
