"""Starts a worker or the sweep: `python -m workers [judge|sweep]`."""

import argparse
import signal
import sys
import threading
from collections.abc import Sequence

from service.bootstrap import build
from service.logs import configure_logging
from service.moderation.policy import PolicyError
from service.settings import Settings, SettingsError, load_settings
from service.storage.engine import UnsafeSqlite
from workers.runtime import prepare
from workers.sweep import sweep_until
from workers.worker import make_worker


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until told to stop; the exit status. What goes wrong is a sentence on standard error."""
    options = _parser().parse_args(arguments)
    try:
        settings = load_settings()
        configure_logging(settings.log_level)
        return _sweep(settings) if options.role == "sweep" else _judge(settings)
    except (SettingsError, PolicyError, UnsafeSqlite) as error:
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
    return parser


def _judge(settings: Settings) -> int:
    prepare(settings)
    make_worker(settings.redis_url).work(logging_level=settings.log_level)
    return 0


def _sweep(settings: Settings) -> int:
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    services = build(settings)
    sweep_until(stopped, services, settings.sweep_seconds)
    services.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
