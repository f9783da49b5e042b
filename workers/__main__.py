"""Starts a worker or the sweep: `python -m workers [judge|sweep]`."""

import argparse
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from service.bootstrap import build
from service.domain.errors import DomainError
from service.logs import configure_logging
from service.settings import Settings, SettingsError, load_settings
from workers.runtime import runtime
from workers.sweep import sweep_until
from workers.worker import make_worker


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until told to stop; the exit status. What goes wrong is a sentence on standard error."""
    options = _parser().parse_args(arguments)
    try:
        settings = load_settings()
        configure_logging(settings.log_level)
        run = _sweep if options.role == "sweep" else _judge
        return run(settings, options.sign_of_life)
    except (SettingsError, DomainError) as error:
        print(error, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m workers",
        description="A worker of Comment Desk. Settings come from the environment and from service.env "
        "in DATA_DIR. SIGTERM lets the job under way finish.",
    )
    parser.add_argument(
        "role",
        nargs="?",
        default="judge",
        choices=["judge", "sweep"],
        help="judge: take jobs from Redis and judge comments (the default); "
        "sweep: see to comments that no worker has taken up",
    )
    parser.add_argument(
        "--sign-of-life",
        type=Path,
        metavar="FILE",
        help="keep FILE for a health check: judge writes its name there for `python -m workers.health FILE`, "
        "sweep touches it after each sweep",
    )
    return parser


def _judge(settings: Settings, sign_of_life: Path | None) -> int:
    runtime.prepare(settings)
    worker = make_worker(settings.redis_url)
    if sign_of_life:
        sign_of_life.write_text(worker.key, encoding="utf-8")
    worker.work(logging_level=settings.log_level)
    return 0


def _sweep(settings: Settings, sign_of_life: Path | None) -> int:
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    services = build(settings)
    sweep_until(stopped, services, settings.sweep_seconds, sign_of_life)
    services.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
