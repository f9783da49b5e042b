"""A worker judges the comments that are due."""

import logging

import pytest

from service.bootstrap import Services, build
from service.domain.articles import ArticleMode
from service.domain.comments import Comment
from service.domain.decisions import Decision
from service.domain.judgement import Context, Judgement
from service.domain.reasons import ReasonCode
from service.domain.states import ActorKind, State
from service.domain.work import Leased
from service.moderation.pipeline import Judge
from service.moderation.rules import decide
from service.settings import Settings
from tests.support.clock import SteppingClock
from tests.support.desk import Desk
from tests.support.detectors import BrokenDetector


def decisions_of(desk: Desk, comment: Comment) -> tuple[Decision, ...]:
    with desk.services.store.read() as tx:
        return tx.decisions.of_comment(comment.id)


def claim(desk: Desk, limit: int = 100) -> Leased | None:
    """Claim as a worker does that will be killed before it is done."""
    services = desk.services
    with services.store.write() as tx:
        return tx.work.claim_fresh(services.clock(), services.judge_due.lease, limit, None)


def test_a_clean_comment_is_approved_and_appears(desk: Desk) -> None:
    desk.article()
    comment = desk.post(desk.reader(), "Credit for the artists who tried the tool is overdue.")

    assert desk.judge() == 1

    assert [shown.id for shown in desk.published()] == [comment.id]
    (decision,) = decisions_of(desk, comment)
    assert (decision.actor_kind, decision.state) == (ActorKind.AUTOMATION, State.APPROVED)
    assert [reason.code for reason in decision.reasons] == [ReasonCode.CLEAN]
    assert decision.policy_version


def test_every_comment_on_a_held_article_waits_for_a_moderator(desk: Desk) -> None:
    desk.article(mode=ArticleMode.HOLD_ALL)
    comment = desk.post(desk.reader(), "A friendly word.")

    desk.judge()

    assert desk.state(comment) is State.HELD
    assert desk.published() == ()
    (decision,) = decisions_of(desk, comment)
    assert ReasonCode.HOLD_ALL in [reason.code for reason in decision.reasons]


def test_the_evidence_is_kept_with_the_decision_that_followed_from_it(desk: Desk) -> None:
    desk.article()
    comment = desk.post(
        desk.reader(),
        "The first stands at https://one.example, then there are https://two.example, https://three.example "
        "and, for whoever has an evening to spare, a long list of them at https://four.example as well.",
    )
    desk.judge()

    with desk.services.store.read() as tx:
        (record,) = tx.judgements.of_comment(comment.id)
    (decision,) = decisions_of(desk, comment)
    assert decision.judgement_id == record.id
    assert record.applied
    links = [signal for signal in record.judgement.evidence.signals if signal.code == "link"]
    assert [comment.body[span.start : span.end] for span in links[0].spans] == [
        "https://one.example",
        "https://two.example",
        "https://three.example",
        "https://four.example",
    ]


def test_the_same_text_by_the_same_author_is_recognised_whichever_comes_first_to_a_worker(desk: Desk) -> None:
    rita = desk.reader()
    desk.article()
    text = "Read my long and considered answer on my own page."
    first, second = desk.post(rita, text), desk.post(rita, text.upper())
    by_another = desk.post(desk.reader("Sam"), text)

    desk.judge()

    assert [desk.state(each) for each in (first, second, by_another)] == [
        State.APPROVED,
        State.HELD,
        State.APPROVED,
    ]


def test_a_backlog_is_drained_by_one_ring(desk: Desk, services: Services) -> None:
    rita = desk.reader()
    desk.article()
    number = services.judge_due.batch_size * 2 + 1
    for each in range(number):
        desk.post(rita, f"Thought number {each}.")

    assert desk.judge() == number
    assert desk.services.read_article("sora-letter").comment_count == number


def test_a_comment_under_lease_is_left_to_its_worker_until_the_lease_ends(
    desk: Desk, clock: SteppingClock
) -> None:
    desk.article()
    comment = desk.post(desk.reader())
    assert claim(desk) is not None

    assert desk.judge() == 0
    assert desk.state(comment) is State.PENDING
    clock.advance(desk.services.judge_due.lease.seconds)
    assert desk.judge() == 1
    assert desk.state(comment) is State.APPROVED


def test_a_comment_that_ends_every_worker_is_held(desk: Desk, clock: SteppingClock) -> None:
    desk.article()
    comment = desk.post(desk.reader())
    lease = desk.services.judge_due.lease
    assert claim(desk) is not None
    for _ in range(lease.max_attempts - 1):
        clock.advance(lease.longest.total_seconds())
        with desk.services.store.write() as tx:
            assert tx.work.claim_retried(clock(), lease, None) is not None
    clock.advance(lease.longest.total_seconds())

    desk.judge()

    assert desk.state(comment) is State.HELD
    (decision,) = decisions_of(desk, comment)
    assert [reason.code for reason in decision.reasons] == [ReasonCode.SYSTEM_ERROR]


def test_what_failed_before_is_taken_alone(desk: Desk, clock: SteppingClock) -> None:
    rita = desk.reader()
    desk.article()
    for _ in range(3):
        desk.post(rita)
    claimed = claim(desk)
    assert claimed is not None
    assert len(claimed.comment_ids) == 3
    lease = desk.services.judge_due.lease
    clock.advance(lease.seconds)

    with desk.services.store.write() as tx:
        again = tx.work.claim_retried(clock(), lease, None)

    assert again is not None
    assert (len(again.comment_ids), again.attempt) == (1, 2)


def test_a_due_time_written_by_a_clock_that_was_wrong_is_no_obstacle(
    desk: Desk, clock: SteppingClock
) -> None:
    desk.article()
    comment = desk.post(desk.reader())
    clock.advance(3600)
    claim(desk)
    clock.advance(-3600)

    assert desk.judge() == 0
    assert desk.services.judge_due(comment.id) == 1
    assert desk.state(comment) is State.APPROVED


def test_a_verdict_that_comes_after_a_humans_decision_is_kept_and_changes_nothing(
    desk: Desk, clock: SteppingClock
) -> None:
    desk.article()
    comment = desk.post(desk.reader())
    leased = claim(desk)
    assert leased is not None
    with desk.services.store.read() as tx:
        claimed = tx.work.load(leased)
    desk.reject(desk.moderator(), comment)

    desk.services.judge_due._settle(claimed)  # noqa: SLF001  the worker goes on where it was interrupted

    assert desk.state(comment) is State.REJECTED
    assert [decision.actor_kind for decision in decisions_of(desk, comment)] == [ActorKind.MODERATOR]
    with desk.services.store.read() as tx:
        assert [record.applied for record in tx.judgements.of_comment(comment.id)] == [False]


def test_two_workers_that_judge_the_same_comment_decide_it_once(desk: Desk) -> None:
    desk.article()
    comment = desk.post(desk.reader())
    leased = claim(desk)
    assert leased is not None
    with desk.services.store.read() as tx:
        claimed = tx.work.load(leased)

    for _ in range(2):
        desk.services.judge_due._settle(claimed)  # noqa: SLF001  two workers with the same claim

    assert len(decisions_of(desk, comment)) == 1
    assert desk.services.read_article("sora-letter").comment_count == 1


def test_a_detector_that_raises_holds_the_comment_and_is_named_in_the_log(
    settings: Settings, judge: Judge, clock: SteppingClock, caplog: pytest.LogCaptureFixture
) -> None:
    broken = Judge(judge.policy, [BrokenDetector()])
    services = build(settings, judge=broken, clock=clock)
    desk = Desk(services)
    desk.article()
    comment = desk.post(desk.reader(), "Nothing wrong with me.")

    with caplog.at_level(logging.ERROR):
        desk.judge()

    assert desk.state(comment) is State.HELD
    (decision,) = decisions_of(desk, comment)
    assert decision.reasons[0].code is ReasonCode.DETECTOR_ERROR
    assert "The detector broken fails" in caplog.text
    services.close()


def test_stored_evidence_gives_the_same_verdict_again(desk: Desk, judge: Judge) -> None:
    rita = desk.reader()
    desk.article()
    posted = [
        desk.post(rita, body)
        for body in (
            "A calm remark.",
            "https://a.example https://b.example https://c.example https://d.example",
            "x" * 4000,
        )
    ]
    desk.judge()

    with desk.services.store.read() as tx:
        kept: list[Judgement] = [tx.judgements.of_comment(each.id)[0].judgement for each in posted]
    for judgement in kept:
        assert decide(judgement.evidence, judgement.context, judge.policy) == judgement.verdict


def test_the_context_of_an_article_without_a_mode_is_the_policys(desk: Desk, judge: Judge) -> None:
    desk.article()
    comment = desk.post(desk.reader())
    desk.judge()
    with desk.services.store.read() as tx:
        (record,) = tx.judgements.of_comment(comment.id)
    assert record.judgement.context == Context(judge.policy.mode, 0, 0)


def test_the_context_tells_how_the_author_and_the_article_stand(desk: Desk) -> None:
    rita, mona = desk.reader(), desk.moderator()
    desk.article(section="hardware")
    for number, decided in enumerate((desk.reject, desk.approve, desk.reject)):
        decided(mona, desk.post(rita, f"Thought number {number}."))
    comment = desk.post(rita)
    desk.judge()
    with desk.services.store.read() as tx:
        (record,) = tx.judgements.of_comment(comment.id)
    context = record.judgement.context
    assert (context.section, context.author_approved_count) == ("hardware", 1)
    assert (context.author_recent_count, context.author_rejected_count) == (3, 2)
