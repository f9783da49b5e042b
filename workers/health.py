"""Signs of life, for a container's health check: a process that hangs is still there, so its loop must show.

`python -m workers.health FILE` ends with status 0 where the worker that wrote FILE is alive. The sweep's
FILE needs no program to read it: its age says when the last sweep ended.
"""

import argparse
import contextlib
import sys
from pathlib import Path

from redis.exceptions import RedisError

from service.queueing.connection import connect_for_ringing
from service.settings import SettingsError, load_settings


def trouble_with(worker_file: Path) -> str | None:
    """What is wrong with the worker that wrote this file, as a sentence; None where it is alive.

    RQ renews a worker's key in Redis at each turn of the worker's loop and every few seconds during a job.
    Two minutes after the last time the key runs out.
    """
    try:
        with contextlib.closing(connect_for_ringing(load_settings().redis_url)) as redis:
            if redis.exists(worker_file.read_text(encoding="utf-8")):
                return None
        return "The worker's loop has not turned for two minutes."
    except FileNotFoundError:
        return f"There is no {worker_file}: the worker has not started yet."
    except RedisError as error:
        return f"The worker cannot work, because Redis does not answer: {error}"
    except SettingsError as error:
        return str(error)


def _file_to_check() -> Path:
    parser = argparse.ArgumentParser(
        prog="python -m workers.health",
        description="Is the worker alive that was started with `--sign-of-life FILE`? Status 0 says so.",
    )
    parser.add_argument("file", type=Path, metavar="FILE")
    file: Path = parser.parse_args().file
    return file


if __name__ == "__main__":
    sys.exit(trouble_with(_file_to_check()))
