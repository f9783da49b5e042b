import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis
from redis.backoff import ConstantBackoff
from redis.retry import Retry

from local.home import CHECKOUT, Home
from local.leftovers import MARK, PROGRAM
from local.ports import free_port
from local.valkey import HOST, choose_url, write_config


@contextmanager
def running(home: Home) -> Iterator[None]:
    """The real server, started the way the supervisor starts it."""
    environment = {**os.environ, MARK: str(home.path), PROGRAM: "valkey"}
    server = subprocess.Popen(
        [sys.executable, "-m", "local.valkey"], cwd=CHECKOUT, env=environment, stdout=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        server.terminate()
        server.wait(10)


def client(url: str) -> redis.Redis:
    """A client that keeps trying for five seconds, while the server comes up."""
    return redis.Redis.from_url(
        url, retry=Retry(ConstantBackoff(0.05), 100), retry_on_error=[redis.ConnectionError]
    )


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / 'a "quoted" place')
    home.make()
    return home


def test_the_server_keeps_its_data_asks_for_the_password_and_never_evicts(home: Home) -> None:
    url = choose_url(None)
    write_config(home, url)

    with running(home), client(url) as connection:
        connection.set("kept", "yes")
        settings = connection.config_get("append*", "maxmemory-policy", "dir", "bind")
        with (
            redis.Redis.from_url("redis://:wrong@" + url.rpartition("@")[2]) as stranger,
            pytest.raises(redis.AuthenticationError),
        ):
            stranger.ping()
    with running(home), client(url) as connection:
        assert connection.get("kept") == b"yes"

    assert settings["appendonly"] == "yes"
    assert settings["appendfsync"] == "everysec"
    assert settings["maxmemory-policy"] == "noeviction"
    assert settings["dir"] == str(home.valkey_data)
    assert settings["bind"] == HOST


def test_only_the_owner_may_read_the_configuration(home: Home) -> None:
    write_config(home, choose_url(None))

    assert home.valkey_config.stat().st_mode & 0o777 == 0o600


def test_address_and_password_stay_from_run_to_run() -> None:
    first = choose_url(None)

    assert choose_url(first) == first


def test_a_port_that_was_taken_since_is_chosen_anew_and_the_password_stays(taken_port: int) -> None:
    chosen = choose_url(f"redis://:secret@{HOST}:{taken_port}/0")

    assert chosen.startswith(f"redis://:secret@{HOST}:")
    assert str(taken_port) not in chosen


@pytest.mark.parametrize(
    "former", ["redis://:secret@redis.example:6379/0", "redis://:secret@127.0.0.1:99999/0", "nonsense", ""]
)
def test_an_address_that_is_not_ours_is_chosen_anew(former: str) -> None:
    chosen = choose_url(former)

    assert chosen.startswith("redis://:")
    assert "secret" not in chosen
    assert f"@{HOST}:" in chosen


def test_two_runs_do_not_share_a_password() -> None:
    port = free_port(HOST)

    assert choose_url(f"redis://{HOST}:{port}") != choose_url(f"redis://{HOST}:{port}")
