"""The health checks of the worker and of the sweep, on real processes."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis

from service.settings import Settings
from tests.support.databases import sqlite_copy
from tests.support.desk import Desk
from tests.support.processes import ROOT, running
from tests.support.waiting import wait_for
from workers.health import trouble_with


@pytest.fixture
def database_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """One kind is enough here."""
    return sqlite_copy(migrated_sqlite, tmp_path)


@pytest.fixture
def sign(tmp_path: Path) -> Path:
    return tmp_path / "sign-of-life"


@pytest.fixture
def worker(settings: Settings, sign: Path) -> "Iterator[subprocess.Popen[bytes]]":
    with running(settings, "judge", "--sign-of-life", str(sign)) as process:
        yield process


@pytest.fixture(autouse=True)
def _check_reads_the_same_settings(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("DESK_REDIS_URL", settings.redis_url)


@pytest.fixture
def redis(settings: Settings) -> Iterator[Redis]:
    with Redis.from_url(settings.redis_url) as client:
        yield client


def wait_until_alive(sign: Path) -> str:
    """The worker's key in Redis, once the check finds the worker alive."""
    wait_for(lambda: trouble_with(sign) is None, "the worker to show")
    return sign.read_text()


def check(sign: Path) -> "subprocess.CompletedProcess[str]":
    """The check as the compose file runs it."""
    command = [sys.executable, "-m", "workers.health", str(sign)]
    return subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)


@pytest.mark.usefixtures("worker")
def test_a_worker_that_turns_is_alive(sign: Path) -> None:
    wait_until_alive(sign)
    assert check(sign).returncode == 0


@pytest.mark.usefixtures("worker")
def test_a_worker_shows_for_two_minutes_at_most(sign: Path, redis: Redis) -> None:
    assert 0 < int(redis.ttl(wait_until_alive(sign))) <= 120


def test_a_worker_that_hangs_is_not_alive(
    worker: "subprocess.Popen[bytes]", sign: Path, redis: Redis
) -> None:
    key = wait_until_alive(sign)
    worker.send_signal(signal.SIGSTOP)
    try:
        redis.pexpire(key, 1)  # two minutes later
        wait_for(lambda: trouble_with(sign) is not None, "the check to notice")
        checked = check(sign)
    finally:
        worker.send_signal(signal.SIGCONT)
    assert checked.returncode == 1
    assert checked.stderr == "The worker's loop has not turned for two minutes.\n"


@pytest.mark.usefixtures("worker")
def test_a_worker_shows_again_after_redis_was_emptied(desk: Desk, sign: Path, redis: Redis) -> None:
    wait_until_alive(sign)
    redis.flushall()
    desk.article()
    desk.post(desk.reader())  # rings, and so the loop turns at once
    wait_until_alive(sign)


def test_before_the_worker_has_started_the_check_says_so(sign: Path) -> None:
    assert trouble_with(sign) == f"There is no {sign}: the worker has not started yet."


def test_without_redis_a_worker_cannot_work(sign: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sign.write_text("rq:worker:any")
    monkeypatch.setenv("DESK_REDIS_URL", "redis://127.0.0.1:1/0")
    assert "Redis does not answer" in str(trouble_with(sign))


def test_a_misspelt_setting_is_named(sign: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK_REDIS_ULR", "redis://127.0.0.1:1/0")
    assert "DESK_REDIS_ULR is not a setting" in str(trouble_with(sign))


def test_the_sweep_touches_its_file_at_every_turn(settings: Settings, sign: Path) -> None:
    with running(settings, "sweep", "--sign-of-life", str(sign)) as sweep:
        wait_for(sign.exists, "the first sweep")
        for _ in range(2):
            os.utime(sign, (0, 0))
            wait_for(lambda: sign.stat().st_mtime > 0, "the next sweep")
    assert sweep.returncode == 0
