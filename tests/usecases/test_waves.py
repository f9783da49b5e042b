"""A wave of spam, written by many hands, is seen from the third on: with Redis, without it, and with one that
lost its data on the way.
"""

import dataclasses
import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from redis import Redis

from service.bootstrap import Services
from service.domain.comments import Comment
from service.domain.judgement import Context, Judgement
from service.domain.principals import Principal
from service.domain.work import Claimed
from service.moderation.signals import SignalCode
from service.queueing.connection import connect_for_ringing
from service.queueing.repeats import RecentTexts, Stretch
from service.usecases.count_alike import CountAlike
from service.usecases.judge_due import JudgeDue
from tests.support.clock import SteppingClock
from tests.support.desk import Desk

NAMES = (
    "Ada",
    "Bo",
    "Cleo",
    "Dmitri",
    "Emmanuelle",
    "Fay",
    "Gustavo",
    "Hu",
    "Ingrid",
    "Jo",
    "Konstantin",
    "Lu",
)
NOWHERE = "redis://127.0.0.1:1/0"
SUBJECTS = (
    "The letter that the artists wrote about the tool is worth reading twice.",
    "I have read the letter of the artists twice, and the tool is not the point.",
    "Which tool was it that the artists were given, and who had paid for it?",
)


def template(number: int) -> str:
    return (
        f"Thanks to {NAMES[number]} I earn {number * 37 + 400} dollars a week from home, "
        "and whoever writes to me today will hear for free how it is done."
    )


@contextmanager
def recent_texts(redis_url: str) -> Iterator[RecentTexts]:
    client = connect_for_ringing(redis_url)
    yield RecentTexts(client)
    client.close()


@pytest.fixture
def recent(redis_url: str) -> Iterator[RecentTexts]:
    with recent_texts(redis_url) as texts:
        yield texts


@pytest.fixture
def readers(desk: Desk) -> list[Principal]:
    desk.article()
    return [desk.reader(name) for name in NAMES]


@pytest.fixture
def judge_due(services: Services, recent: RecentTexts) -> JudgeDue:
    """A worker with a Redis."""
    return dataclasses.replace(services.judge_due, recent=recent)


def judgements(desk: Desk, comments: list[Comment]) -> list[Judgement]:
    with desk.services.store.read() as tx:
        return [tx.judgements.of_comment(comment.id)[0].judgement for comment in comments]


def contexts(desk: Desk, comments: list[Comment]) -> list[Context]:
    """What was known about each when it was judged."""
    return [judgement.context for judgement in judgements(desk, comments)]


def alike(desk: Desk, comments: list[Comment]) -> list[int]:
    return [context.others_alike_count for context in contexts(desk, comments)]


def no_matter(_: "Redis", __: int) -> None:
    pass


def wiped_after_the_fifth(redis: "Redis", number: int) -> None:
    if number == 5:
        redis.flushall()


def wiped_each_time(redis: "Redis", _: int) -> None:
    redis.flushall()


def without_the_note_of_what_is_held(redis: "Redis", number: int) -> None:
    if number == 5:
        redis.delete("seen:held")


class EmptiedAfterTheLook(RecentTexts):
    """Redis comes back empty between the look at what it holds and the exchange."""

    def __init__(self, redis: "Redis") -> None:
        super().__init__(redis)
        self._client = redis

    def held(self) -> Stretch | None:
        found = super().held()
        self._client.flushall()
        return found


STATES: dict[str, tuple[bool, Callable[["Redis", int], None]]] = {
    "up": (True, no_matter),
    "stopped": (False, no_matter),
    "wiped in between": (True, wiped_after_the_fifth),
    "wiped each time": (True, wiped_each_time),
    "without the note of what it holds": (True, without_the_note_of_what_is_held),
}


@pytest.mark.parametrize("is_there, then", STATES.values(), ids=STATES.keys())
def test_a_wave_is_counted_alike_whatever_becomes_of_redis(
    desk: Desk,
    services: Services,
    readers: list[Principal],
    redis_url: str,
    is_there: bool,
    then: Callable[["Redis", int], None],
) -> None:
    posted = []
    with recent_texts(redis_url if is_there else NOWHERE) as recent, Redis.from_url(redis_url) as redis:
        judge_due = dataclasses.replace(services.judge_due, recent=recent)
        for number, reader in enumerate(readers):
            posted.append(desk.post(reader, template(number)))
            assert judge_due() == 1
            then(redis, number)
    assert alike(desk, posted) == list(range(12))
    severities = [
        [signal.severity for signal in judgement.evidence.signals if signal.code == SignalCode.WAVE]
        for judgement in judgements(desk, posted)
    ]
    assert severities == [[], []] + [[2]] * 3 + [[3]] * 7


def test_a_redis_that_stops_and_comes_back_makes_no_difference(
    desk: Desk, services: Services, readers: list[Principal], redis_url: str
) -> None:
    posted = []
    for number, reader in enumerate(readers):
        # Each job connects anew, as a work-horse does; the middle ones find nobody there.
        with recent_texts(NOWHERE if 4 <= number < 8 else redis_url) as recent:
            posted.append(desk.post(reader, template(number)))
            dataclasses.replace(services.judge_due, recent=recent)()
    assert alike(desk, posted) == list(range(12))


def test_a_redis_that_is_emptied_while_it_is_asked_makes_no_difference(
    desk: Desk, services: Services, readers: list[Principal], redis_url: str
) -> None:
    posted = []
    with Redis.from_url(redis_url) as client:
        judge_due = dataclasses.replace(services.judge_due, recent=EmptiedAfterTheLook(client))
        for number, reader in enumerate(readers[:6]):
            posted.append(desk.post(reader, template(number)))
            judge_due()
    assert alike(desk, posted) == list(range(6))


def test_a_redis_that_is_frozen_costs_one_time_out_and_no_answer(
    desk: Desk, services: Services, readers: list[Principal], recent: RecentTexts, redis_url: str
) -> None:
    posted = [desk.post(reader, template(number)) for number, reader in enumerate(readers)]
    judge_due = dataclasses.replace(services.judge_due, recent=recent, batch_size=2)
    with Redis.from_url(redis_url) as other:
        other.client_pause(2_500)
        started = time.monotonic()
        assert judge_due() == 12
        taken = time.monotonic() - started
    assert taken < 2, "after the first time-out Redis is not asked again for a while"
    assert alike(desk, posted) == list(range(12))


@pytest.mark.parametrize("redis_is_there", [True, False])
def test_a_wave_within_one_batch_is_counted(
    desk: Desk, services: Services, readers: list[Principal], redis_url: str, redis_is_there: bool
) -> None:
    posted = [desk.post(reader, template(number)) for number, reader in enumerate(readers)]
    with recent_texts(redis_url if redis_is_there else NOWHERE) as recent:
        assert dataclasses.replace(services.judge_due, recent=recent)() == 12
    assert alike(desk, posted) == list(range(12))


def claim(desk: Desk, limit: int) -> tuple[Claimed, ...]:
    services = desk.services
    with services.store.write() as tx:
        leased = tx.work.claim_fresh(services.clock(), services.judge_due.lease, limit, None)
        assert leased is not None
        return tx.work.load(leased)


def test_two_workers_at_once_count_what_the_other_has_not_yet_written_down(
    desk: Desk, judge_due: JudgeDue, readers: list[Principal]
) -> None:
    posted = [desk.post(reader, template(number)) for number, reader in enumerate(readers)]
    one, other = claim(desk, 6), claim(desk, 6)

    judge_due._settle(other)  # noqa: SLF001  the worker that was faster
    judge_due._settle(one)  # noqa: SLF001

    assert alike(desk, posted) == list(range(12))


def test_two_workers_side_by_side_count_what_one_would(
    desk: Desk, judge_due: JudgeDue, readers: list[Principal]
) -> None:
    posted = [desk.post(reader, template(number)) for number, reader in enumerate(readers)]
    worker = dataclasses.replace(judge_due, batch_size=2)
    with ThreadPoolExecutor(2) as both:
        jobs = [both.submit(worker) for _ in range(2)]
    assert sum(job.result() for job in jobs) == 12
    assert alike(desk, posted) == list(range(12))


def test_redis_and_the_database_agree_on_any_course_of_events(
    desk: Desk, services: Services, recent: RecentTexts, readers: list[Principal], clock: SteppingClock
) -> None:
    chance = random.Random(7)
    with_redis = CountAlike(services.store, recent, clock)
    without = CountAlike(services.store, None, clock)
    answers = []
    for _ in range(30):
        for _ in range(chance.randint(1, 4)):
            text = template(chance.randrange(12)) if chance.random() < 0.6 else chance.choice(SUBJECTS)
            desk.post(chance.choice(readers), text)
            clock.advance(chance.choice((0.001, 60, 3 * 3600)))
        batch = [comment.posted for comment in claim(desk, 10)]
        answers.append((with_redis(batch), without(batch)))
    assert all(one == other for one, other in answers)
    counts = {count for one, _ in answers for count in one.values()}
    assert counts >= {0, 1, 2, 3}, "the events are worth comparing"


def test_a_judgement_that_is_tried_again_counts_the_same(
    desk: Desk, services: Services, recent: RecentTexts, readers: list[Principal], clock: SteppingClock
) -> None:
    for number, reader in enumerate(readers):
        desk.post(reader, template(number))
    batch = [comment.posted for comment in claim(desk, 12)]
    count_alike = CountAlike(services.store, recent, clock)
    first = count_alike(batch)
    assert sorted(first.values()) == list(range(12))
    assert count_alike(batch) == first
    assert {key: each for one in batch for key, each in count_alike([one]).items()} == first
    clock.advance(20 * 3600)
    assert count_alike(batch) == first


def test_readers_are_counted_and_not_messages(
    desk: Desk, judge_due: JudgeDue, readers: list[Principal]
) -> None:
    rita, sam = readers[:2]
    posted = [desk.post(rita, template(number)) for number in range(6)]
    posted.append(desk.post(sam, template(6)))
    posted.append(desk.post(rita, template(7)))
    judge_due()
    assert alike(desk, posted) == [0, 0, 0, 0, 0, 0, 1, 1]


@pytest.mark.parametrize("redis_is_there", [True, False])
@pytest.mark.parametrize("hours, expected", [(23.9, 1), (24.1, 0)])
def test_what_was_posted_a_day_ago_does_not_count(
    desk: Desk,
    services: Services,
    readers: list[Principal],
    clock: SteppingClock,
    redis_url: str,
    redis_is_there: bool,
    hours: float,
    expected: int,
) -> None:
    with recent_texts(redis_url if redis_is_there else NOWHERE) as recent:
        judge_due = dataclasses.replace(services.judge_due, recent=recent)
        same = [desk.post(reader, template(0)) for reader in readers[:1]]
        judge_due()
        clock.advance(hours * 3600)
        same.append(desk.post(readers[1], template(0)))
        same.append(desk.post(readers[2], template(2)))
        judge_due()
    found = contexts(desk, same)
    assert [context.others_same_text_count for context in found] == [0, expected, 0]
    assert [context.others_alike_count for context in found] == [0, expected, expected + 1]


def test_the_same_short_remark_by_many_is_no_wave(
    desk: Desk, judge_due: JudgeDue, readers: list[Principal]
) -> None:
    posted = [desk.post(reader, "First! +1") for reader in readers]
    judge_due()
    assert alike(desk, posted) == [0] * 12


def test_texts_on_one_subject_are_no_wave(desk: Desk, judge_due: JudgeDue, readers: list[Principal]) -> None:
    posted = [desk.post(reader, text) for reader, text in zip(readers, SUBJECTS, strict=False)]
    judge_due()
    assert alike(desk, posted) == [0, 0, 0]


def test_after_a_loss_what_is_held_is_whole_again_with_the_next_batch(
    desk: Desk, judge_due: JudgeDue, readers: list[Principal], recent: RecentTexts, redis_url: str
) -> None:
    for number in range(6):
        desk.post(readers[number], template(number))
    judge_due()
    before = recent.held()
    with Redis.from_url(redis_url) as redis:
        redis.flushall()
    desk.post(readers[6], template(6))
    judge_due()
    after = recent.held()
    assert before is not None
    assert after is not None
    assert after.until - after.since > 24 * 3_600_000_000 - 1
    assert after.until > before.until
