"""What was posted lately, kept in a real Valkey."""

import logging
from collections.abc import Iterator

import pytest
from redis import Redis

from service.queueing import repeats
from service.queueing.connection import connect_for_ringing
from service.queueing.repeats import (
    EXPIRY_SECONDS,
    MOST_MEMBERS,
    NOTHING,
    Exchanged,
    RecentTexts,
    Sighting,
    Stretch,
)

HOUR = 3_600_000_000
NOON = 1_795_000_000_000_000
"""A moment in microseconds; everything happens around it."""


@pytest.fixture
def redis(redis_url: str) -> Iterator["Redis"]:
    with Redis.from_url(redis_url) as client:
        yield client


@pytest.fixture
def recent(redis_url: str) -> Iterator[RecentTexts]:
    client = connect_for_ringing(redis_url)
    yield RecentTexts(client)
    client.close()


def seen(moment: int, member: bytes, *keys: str) -> Sighting:
    return Sighting(keys or ("0:aa", "1:bb"), NOON + moment, member)


def answered(exchanged: Exchanged | None) -> Exchanged:
    assert exchanged is not None
    return exchanged


def around(since: int, until: int) -> Stretch:
    return Stretch(NOON + since, NOON + until)


def test_a_text_finds_those_before_it_that_share_a_key_and_are_not_too_old(recent: RecentTexts) -> None:
    texts = [
        seen(-25 * HOUR, b"too old"),
        seen(-24 * HOUR, b"just in time"),
        seen(-2, b"other keys", "0:cc", "1:dd"),
        seen(-1, b"one key", "0:aa", "1:dd"),
    ]
    asked = [seen(0, b"asked"), seen(0, b"asked at the same moment")]
    exchanged = answered(recent.exchange(texts, around(-26 * HOUR, 0), asked, 24 * HOUR))
    assert [set(found) for found in exchanged.found] == [{b"just in time", b"one key"}] * 2


def test_texts_that_are_asked_about_find_each_other_whatever_their_order(recent: RecentTexts) -> None:
    asked = [seen(3, b"third"), seen(1, b"first"), seen(2, b"second")]
    exchanged = answered(recent.exchange([], around(0, 3), asked, HOUR))
    assert [set(found) for found in exchanged.found] == [{b"first", b"second"}, set(), {b"first"}]


def test_writing_down_twice_changes_nothing(recent: RecentTexts, redis: "Redis") -> None:
    for _ in range(2):
        exchanged = answered(
            recent.exchange([seen(-1, b"before")], around(-HOUR, 0), [seen(0, b"asked")], HOUR)
        )
        assert exchanged.found == [[b"before"]]
    assert redis.zcard("seen:0:aa") == 2


def test_every_key_expires(recent: RecentTexts, redis: "Redis") -> None:
    recent.exchange([seen(-1, b"before", "0:cc", "1:dd")], around(-HOUR, 0), [seen(0, b"asked")], HOUR)
    lifetimes = {key: redis.ttl(key) for key in redis.scan_iter()}
    assert set(lifetimes) == {b"seen:held", b"seen:0:aa", b"seen:1:bb", b"seen:0:cc", b"seen:1:dd"}
    assert all(0 < seconds <= EXPIRY_SECONDS for seconds in lifetimes.values())


def test_the_latest_under_a_key_are_found_and_kept_and_no_more(recent: RecentTexts, redis: "Redis") -> None:
    texts = [seen(number, f"text {number}".encode()) for number in range(MOST_MEMBERS + 50)]
    exchanged = answered(recent.exchange(texts, around(0, HOUR), [seen(HOUR, b"asked")], 2 * HOUR))
    assert set(exchanged.found[0]) == {text.member for text in texts[50:]}
    assert redis.zcard("seen:0:aa") == redis.zcard("seen:1:bb") == MOST_MEMBERS + 1


def test_a_comment_takes_less_than_a_kilobyte(recent: RecentTexts, redis: "Redis") -> None:
    before = redis.info("memory")["used_memory"]
    number = 2_000
    texts = [
        seen(each, each.to_bytes(44, "big"), *(f"{band}:{each:06x}" for band in range(6)))
        for each in range(number)
    ]
    recent.exchange(texts, around(0, number), [], HOUR)
    assert redis.dbsize() == 6 * number + 1
    assert (redis.info("memory")["used_memory"] - before) / number < 1_024


HELD = {
    "nothing before": (None, (-2, 0), (-2, 0)),
    "what follows is added": ((-9, -2), (-2, 0), (-9, 0)),
    "what was held reaches further on": ((-9, 5), (-2, 0), (-9, 5)),
    "what is read reaches further back": ((-2, -1), (-9, 0), (-9, 0)),
    "a gap: the new stretch alone is whole": ((-9, -4), (-2, 0), (-2, 0)),
    "a gap on the other side": ((4, 9), (-2, 0), (-2, 0)),
}


@pytest.mark.parametrize("before, read, expected", HELD.values(), ids=HELD.keys())
def test_what_is_held_is_a_stretch_without_gaps(
    recent: RecentTexts,
    before: tuple[int, int] | None,
    read: tuple[int, int],
    expected: tuple[int, int],
) -> None:
    if before is not None:
        recent.exchange([], around(*before), [], HOUR)
    exchanged = answered(recent.exchange([], around(*read), [], HOUR))
    assert exchanged.held == around(*expected) == recent.held()


def test_many_texts_are_written_in_parts_and_are_one_stretch(recent: RecentTexts, redis: "Redis") -> None:
    texts = [seen(number, b"%d" % number, f"0:{number}", "1:bb") for number in range(1_001)]
    exchanged = answered(recent.exchange(texts, around(-HOUR, HOUR), [seen(HOUR, b"asked")], HOUR))
    assert exchanged.held == around(-HOUR, HOUR)
    assert redis.dbsize() == 1 + 1_001 + 2
    assert max(map(int, exchanged.found[0])) == 1_000


def test_a_batch_is_one_round_trip(recent: RecentTexts, redis: "Redis") -> None:
    batch = [seen(number, b"%d" % number) for number in range(20)]
    recent.exchange([], around(0, 20), batch, HOUR)
    before = redis.info("commandstats")["cmdstat_eval"]["calls"]
    recent.exchange(batch, around(0, 20), batch, HOUR)
    assert redis.info("commandstats")["cmdstat_eval"]["calls"] - before == 1


def test_a_redis_that_is_wiped_holds_nothing(recent: RecentTexts, redis: "Redis") -> None:
    recent.exchange([], around(0, 1), [seen(0, b"asked")], HOUR)
    redis.flushall()
    assert recent.held() == NOTHING


def test_a_full_redis_is_left_to_the_bell(
    recent: RecentTexts, redis: "Redis", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(repeats, "MOST_KEYS", 1)
    recent.exchange([], around(0, 1), [seen(0, b"asked")], HOUR)
    size = redis.dbsize()
    assert recent.exchange([], around(0, 1), [seen(0, b"more", "0:cc", "1:dd")], HOUR) is None
    assert redis.dbsize() == size


@pytest.mark.parametrize("field", ["since", "until"])
def test_a_note_that_makes_no_sense_is_no_answer(recent: RecentTexts, redis: "Redis", field: str) -> None:
    recent.exchange([], around(0, 1), [], HOUR)
    redis.hset("seen:held", field, "long ago")
    assert recent.held() is None


def test_a_redis_that_is_gone_is_asked_once_and_said_once(caplog: pytest.LogCaptureFixture) -> None:
    recent = RecentTexts(connect_for_ringing("redis://127.0.0.1:1/0"))
    with caplog.at_level(logging.WARNING):
        assert recent.held() is None
        assert [recent.exchange([], around(0, 1), [seen(0, b"x")], HOUR) for _ in range(9)] == [None] * 9
    assert len(caplog.records) == 1
    assert "looked for in the database" in caplog.text
