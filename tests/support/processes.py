"""Workers and sweeps as processes of their own, as the compose file starts them."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from service.settings import Settings

ROOT = Path(__file__).parents[2]


@contextmanager
def running(settings: Settings, role: str, *arguments: str) -> "Iterator[subprocess.Popen[bytes]]":
    """`python -m workers ROLE ...` for as long as the block lasts, with its log in DATA_DIR/ROLE.log."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DESK_")}
    environment = kept | {
        "DATA_DIR": str(settings.data_dir),
        "DESK_DATABASE_URL": settings.database_url,
        "DESK_REDIS_URL": settings.redis_url,
        "DESK_SWEEP_SECONDS": "0.1",
        "DESK_POLICY_FILE": str(settings.policy_file),
    }
    command = [sys.executable, "-m", "workers", role, *arguments]
    with (
        (settings.data_dir / f"{role}.log").open("ab") as log,
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log) as process,
    ):
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
