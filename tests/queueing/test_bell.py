"""The doorbell."""

from collections.abc import Iterator

import pytest
from redis import Redis
from rq import Queue
from rq.serializers import JSONSerializer

from service.queueing.bell import Bell
from service.queueing.connection import connect_for_ringing


@pytest.fixture
def redis(redis_url: str) -> Iterator["Redis"]:
    with Redis.from_url(redis_url) as client:
        yield client


def make_bell(url: str, most_waiting: int = 3) -> Bell:
    return Bell(connect_for_ringing(url), most_waiting)


def test_a_ring_carries_the_id_and_nothing_else(redis: "Redis", redis_url: str) -> None:
    assert make_bell(redis_url).ring("0" * 26)

    (job,) = Queue("judge", connection=redis, serializer=JSONSerializer).jobs
    assert (job.func_name, job.args, job.kwargs) == ("workers.jobs.judge_due", ["0" * 26], {})


def test_no_more_rings_wait_than_workers_can_answer_soon(redis: "Redis", redis_url: str) -> None:
    bell = make_bell(redis_url, most_waiting=3)
    assert [bell.ring(str(number)) for number in range(5)] == [True, True, True, False, False]
    assert bell.room() == 0
    redis.lpop("rq:queue:judge")
    assert bell.room() == 1


def test_a_redis_that_is_gone_never_fails_the_caller() -> None:
    bell = make_bell("redis://127.0.0.1:1/0")
    assert bell.ring("0" * 26) is False
    assert bell.ring() is False
    assert bell.room() == 0
    assert bell.answers() is False


def test_a_ring_leaves_few_commands_in_redis(redis: "Redis", redis_url: str) -> None:
    bell = make_bell(redis_url)
    bell.ring("warm")
    before = redis.info("stats")["total_commands_processed"]
    bell.ring("counted")
    assert redis.info("stats")["total_commands_processed"] - before <= 10
