"""A moderator approves or rejects a comment."""

from threading import Barrier, Thread

import pytest

from service.domain.comments import Comment
from service.domain.decisions import DecisionConflict, HumanChoice
from service.domain.errors import CommentNotFound, InvalidFields, NotAllowed
from service.domain.ids import new_id
from service.domain.principals import Principal
from service.domain.reasons import ReasonCode
from service.domain.states import Action, State
from tests.support.desk import Desk


@pytest.fixture
def mona(desk: Desk) -> Principal:
    return desk.moderator("Mona")


@pytest.fixture
def max_(desk: Desk) -> Principal:
    return desk.moderator("Max")


@pytest.fixture
def comment(desk: Desk) -> Comment:
    desk.article()
    return desk.post(desk.reader())


def test_an_approved_comment_appears_and_is_counted(desk: Desk, mona: Principal, comment: Comment) -> None:
    desk.approve(mona, comment)

    assert [shown.id for shown in desk.published()] == [comment.id]
    assert desk.services.read_article("sora-letter").comment_count == 1


def test_a_rejected_comment_is_not_shown_and_its_author_reads_why(
    desk: Desk, mona: Principal, comment: Comment
) -> None:
    choice = HumanChoice(Action.REJECT, 1, ReasonCode.SPAM, note="third today", message="Please no adverts.")
    desk.services.decide_comment(mona, comment.id, choice)

    assert desk.published() == ()
    seen = desk.services.read_comment(comment_author(desk, comment), comment.id)
    assert seen.state is State.REJECTED
    assert [(reason.code, reason.message) for reason in seen.reasons or ()] == [
        (ReasonCode.SPAM, "Please no adverts.")
    ]


def comment_author(desk: Desk, comment: Comment) -> Principal:
    with desk.services.store.read() as tx:
        account = tx.accounts.by_name(comment.author.name)
    assert account is not None
    return account.principal


def test_an_approval_can_be_taken_back_and_given_again(desk: Desk, mona: Principal, comment: Comment) -> None:
    counts = []
    for act in (desk.approve, desk.reject, desk.approve):
        act(mona, comment)
        counts.append(desk.services.read_article("sora-letter").comment_count)

    assert counts == [1, 0, 1]
    assert desk.state(comment) is State.APPROVED


def test_what_automation_decided_a_moderator_may_change_without_ceremony(
    desk: Desk, mona: Principal, comment: Comment
) -> None:
    desk.judge()
    assert desk.state(comment) is State.APPROVED

    desk.reject(mona, comment)

    assert desk.state(comment) is State.REJECTED


def test_the_same_decision_again_meets_the_standing_one(
    desk: Desk, mona: Principal, comment: Comment
) -> None:
    first = desk.approve(mona, comment)
    with pytest.raises(DecisionConflict) as conflict:
        desk.approve(mona, comment)
    assert conflict.value.standing == first


def test_another_moderators_decision_is_not_overruled_unknowingly(
    desk: Desk, mona: Principal, max_: Principal, comment: Comment
) -> None:
    standing = desk.approve(mona, comment)

    with pytest.raises(DecisionConflict, match=r"already approved by Mona at .* UTC") as conflict:
        desk.reject(max_, comment)

    assert conflict.value.standing == standing
    assert desk.state(comment) is State.APPROVED


def test_another_moderators_decision_is_overruled_by_naming_it(
    desk: Desk, mona: Principal, max_: Principal, comment: Comment
) -> None:
    standing = desk.approve(mona, comment)
    choice = HumanChoice(Action.REJECT, 1, ReasonCode.OFF_TOPIC, replaces=standing.id)

    overruling = desk.services.decide_comment(max_, comment.id, choice).decision

    assert overruling.replaces == standing.id
    assert desk.state(comment) is State.REJECTED


@pytest.mark.parametrize("revision", [0, 2, 99])
def test_a_decision_about_another_revision_is_refused(
    desk: Desk, mona: Principal, comment: Comment, revision: int
) -> None:
    with pytest.raises(DecisionConflict):
        desk.services.decide_comment(mona, comment.id, HumanChoice(Action.APPROVE, revision))
    assert desk.state(comment) is State.PENDING


def test_a_rejection_needs_a_reason_that_is_known(desk: Desk, mona: Principal, comment: Comment) -> None:
    for reason in (None, ReasonCode.CLEAN):
        with pytest.raises(InvalidFields, match="Give one of these reasons"):
            desk.services.decide_comment(mona, comment.id, HumanChoice(Action.REJECT, 1, reason))


def test_a_reader_cannot_decide(desk: Desk, comment: Comment) -> None:
    with pytest.raises(NotAllowed):
        desk.approve(desk.reader("Sam"), comment)
    assert desk.state(comment) is State.PENDING


def test_an_unknown_comment_is_not_found(desk: Desk, mona: Principal) -> None:
    with pytest.raises(CommentNotFound):
        desk.services.decide_comment(mona, new_id(desk.services.clock()), HumanChoice(Action.APPROVE, 1))


def test_of_moderators_who_decide_at_the_same_moment_one_wins_and_the_others_are_told(desk: Desk) -> None:
    desk.article()
    moderators = [desk.moderator(f"moderator {number}") for number in range(4)]
    comment = desk.post(desk.reader())
    together = Barrier(len(moderators))
    outcomes: list[State | DecisionConflict] = []

    def decide(moderator: Principal, action: Action) -> None:
        together.wait()
        try:
            outcomes.append(desk.decide(moderator, comment, action).state)
        except DecisionConflict as conflict:
            outcomes.append(conflict)

    threads = [
        Thread(target=decide, args=(moderator, (Action.APPROVE, Action.REJECT)[number % 2]))
        for number, moderator in enumerate(moderators)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    winners = [outcome for outcome in outcomes if isinstance(outcome, State)]
    assert winners == [desk.state(comment)]
    for loser in outcomes:
        if isinstance(loser, DecisionConflict):
            assert loser.standing is not None
            assert loser.standing.state == winners[0]
