"""Redis or the database does not answer: what was accepted is kept, what cannot be kept is not accepted."""

import dataclasses
import time

import pytest
from redis import Redis
from sqlalchemy import text

from service.bootstrap import Services, build
from service.domain.errors import StoreUnavailable
from service.domain.paging import Order, PageRequest
from service.domain.states import State
from service.settings import Settings
from tests.support.clock import SteppingClock
from tests.support.desk import Desk

NOWHERE = "redis://127.0.0.1:1/0"


def without_redis(settings: Settings, services: Services, clock: SteppingClock) -> Desk:
    return Desk(build(dataclasses.replace(settings, redis_url=NOWHERE), judge=services.judges(), clock=clock))


def test_without_redis_a_comment_is_accepted_and_judged_when_redis_is_back(
    settings: Settings, desk: Desk, services: Services, clock: SteppingClock, redis_url: str
) -> None:
    cut_off = without_redis(settings, services, clock)
    cut_off.article()
    comment = cut_off.post(cut_off.reader())
    clock.advance(60)

    assert services.sweep_overdue().rung == 1
    assert Redis.from_url(redis_url).llen("rq:queue:judge") == 1
    assert desk.judge() == 1
    assert desk.state(comment) is State.APPROVED
    cut_off.services.close()


def test_a_redis_that_is_frozen_delays_one_post_and_not_each_of_them(
    settings: Settings, services: Services, clock: SteppingClock, redis_url: str
) -> None:
    desk = Desk(services)
    rita = desk.reader()
    desk.article()
    with Redis.from_url(redis_url) as other:
        other.client_pause(2_500)
        started = time.monotonic()
        for number in range(10):
            desk.post(rita, f"Thought number {number}.")
        taken = time.monotonic() - started
    assert taken < 1.5, "after the first time-out the bell keeps silent for a while"


def test_readiness_tells_a_missing_queue_from_a_missing_store(
    settings: Settings, services: Services, clock: SteppingClock
) -> None:
    ready = services.check_readiness()
    assert (ready.store, ready.queue) == (True, True)
    cut_off = without_redis(settings, services, clock)
    ready = cut_off.services.check_readiness()
    assert (ready.store, ready.queue) == (True, False)
    cut_off.services.close()


def test_a_database_that_answers_late_is_said_to_be_unavailable_and_stores_nothing(
    settings: Settings, services: Services, clock: SteppingClock
) -> None:
    impatient = dataclasses.replace(settings, database_patience_seconds=0.2)
    desk = Desk(build(impatient, judge=services.judges(), clock=clock))
    rita = desk.reader()
    desk.article()
    with services.store.engine.begin() as other:
        if other.dialect.name == "postgresql":
            other.execute(text("LOCK TABLE comments IN ACCESS EXCLUSIVE MODE"))
        with pytest.raises(StoreUnavailable):
            desk.services.submit_comment(rita, "sora-letter", "Hello.", idempotency_key="k1")

    assert desk.services.list_own_comments(rita, PageRequest(Order.OLDEST)).count == 0
    repeated = desk.services.submit_comment(rita, "sora-letter", "Hello.", idempotency_key="k1")
    assert repeated.first_answer
    desk.services.close()
