"""The sweep finds what no worker has taken up, and sees to it."""

import dataclasses

import pytest
from redis import Redis

from service.bootstrap import Services, build
from service.domain.reasons import ReasonCode
from service.domain.states import State
from service.queueing.bell import QUEUE_NAME
from service.settings import Settings
from tests.support.clock import SteppingClock
from tests.support.desk import Desk


@pytest.fixture
def redis(redis_url: str) -> "Redis":
    return Redis.from_url(redis_url)


def rings_waiting(redis: "Redis") -> int:
    return int(redis.llen(f"rq:queue:{QUEUE_NAME}"))


def test_a_lost_ring_is_rung_again(desk: Desk, redis: "Redis", clock: SteppingClock) -> None:
    desk.article()
    desk.post(desk.reader())
    redis.flushall()
    clock.advance(60)

    assert desk.services.sweep_overdue().rung == 1
    assert rings_waiting(redis) == 1


def test_a_comment_that_was_only_just_posted_is_left_to_its_own_ring(desk: Desk, redis: "Redis") -> None:
    desk.article()
    desk.post(desk.reader())
    redis.flushall()

    assert desk.services.sweep_overdue().rung == 0


def test_however_much_waits_the_queue_stays_short(
    desk: Desk, redis: "Redis", clock: SteppingClock, settings: Settings
) -> None:
    rita = desk.reader()
    desk.article()
    for number in range(settings.most_rings * 3):
        desk.post(rita, f"Thought number {number}.")
    assert rings_waiting(redis) == settings.most_rings
    clock.advance(60)

    for _ in range(3):
        assert desk.services.sweep_overdue().rung == 0
    assert rings_waiting(redis) == settings.most_rings


def test_a_due_time_beyond_any_lease_counts_as_missed(
    desk: Desk, redis: "Redis", clock: SteppingClock
) -> None:
    desk.article()
    desk.post(desk.reader())
    redis.flushall()
    clock.advance(7200)
    with desk.services.store.write() as tx:
        tx.work.claim_fresh(clock(), desk.services.judge_due.lease, 1, None)
    clock.advance(-7200)

    assert desk.services.sweep_overdue().rung == 1


def test_what_no_worker_judges_in_time_is_held_for_a_moderator(
    desk: Desk, clock: SteppingClock, settings: Settings
) -> None:
    desk.article()
    comment = desk.post(desk.reader())
    clock.advance(settings.deadline_seconds + 1)

    assert desk.services.sweep_overdue().held == 1

    assert desk.state(comment) is State.HELD
    with desk.services.store.read() as tx:
        (decision,) = tx.decisions.of_comment(comment.id)
    assert [reason.code for reason in decision.reasons] == [ReasonCode.SYSTEM_ERROR]


def test_with_redis_gone_the_sweep_still_holds_what_is_overdue(
    settings: Settings, services: Services, clock: SteppingClock
) -> None:
    without_redis = dataclasses.replace(settings, redis_url="redis://127.0.0.1:1/0")
    desk = Desk(build(without_redis, judge=services.judges(), clock=clock))
    desk.article()
    comment = desk.post(desk.reader())
    clock.advance(settings.deadline_seconds + 1)

    swept = desk.services.sweep_overdue()

    assert (swept.rung, swept.held) == (0, 1)
    assert desk.state(comment) is State.HELD
    desk.services.close()


def test_two_sweeps_at_once_hold_a_comment_once(desk: Desk, clock: SteppingClock, settings: Settings) -> None:
    desk.article()
    desk.post(desk.reader())
    clock.advance(settings.deadline_seconds + 1)

    assert [desk.services.sweep_overdue().held for _ in range(2)] == [1, 0]


def test_idempotency_keys_are_forgotten_when_their_time_is_up(
    desk: Desk, clock: SteppingClock, settings: Settings
) -> None:
    rita = desk.reader()
    desk.article()
    desk.services.submit_comment(rita, "sora-letter", "Once.", idempotency_key="k1")
    assert desk.services.sweep_overdue().forgotten == 0
    clock.advance(settings.idempotency_seconds + 1)
    assert desk.services.sweep_overdue().forgotten == 1
    assert desk.services.submit_comment(rita, "sora-letter", "Once.", idempotency_key="k1").first_answer
