"""A worker that is asked to stop at the worst moment: in the middle of one of its own log lines."""

import logging
import os
import signal
import sys

from workers.worker import make_worker


class Interrupted(logging.StreamHandler):  # type: ignore[type-arg]
    """Sends SIGTERM to its own process while it writes the first line of the worker's loop."""

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        if "cleaning registries" in line:
            sys.stdout.write("asked to stop\n")
            sys.stdout.flush()
            os.kill(os.getpid(), signal.SIGTERM)
        return line


logging.basicConfig(level="INFO", handlers=[Interrupted()])
make_worker(sys.argv[1]).work()
