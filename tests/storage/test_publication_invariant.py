"""The database itself refuses a text that nobody has decided to publish, whatever the code above it does."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from service.bootstrap import Services
from service.domain.comments import Comment
from service.domain.states import State
from tests.support.desk import Desk

REFUSALS = (IntegrityError, DBAPIError)


def execute(services: Services, statement: str, **values: object) -> None:
    with services.store.engine.begin() as connection:
        connection.execute(text(statement), values)


@pytest.fixture
def pending(desk: Desk) -> Comment:
    desk.article()
    return desk.post(desk.reader())


@pytest.fixture
def rejected(desk: Desk, pending: Comment) -> Comment:
    desk.reject(desk.moderator(), pending)
    return pending


ILLEGAL_MOVES_OF_A_PENDING_COMMENT = {
    "approved without a decision": "UPDATE comments SET state = 'approved' WHERE id = :id",
    "held without a decision": "UPDATE comments SET state = 'held' WHERE id = :id",
    "a decision that does not exist": (
        "UPDATE comments SET state = 'held', decision_id = '0000000000000000000000000A' WHERE id = :id"
    ),
    "published without a decision": "UPDATE comments SET published_revision = 1 WHERE id = :id",
    "published by a decision that does not exist": (
        "UPDATE comments SET published_revision = 1, published_state = 'approved',"
        " published_decision_id = '0000000000000000000000000A', state = 'approved',"
        " decision_id = '0000000000000000000000000A' WHERE id = :id"
    ),
    "a state that there is not": "UPDATE comments SET state = 'visible' WHERE id = :id",
    "a revision that there is not": "UPDATE comments SET revision = 2 WHERE id = :id",
}


@pytest.mark.parametrize("move", ILLEGAL_MOVES_OF_A_PENDING_COMMENT)
def test_a_pending_comment_cannot_be_made_to_appear(services: Services, pending: Comment, move: str) -> None:
    with pytest.raises(REFUSALS):
        execute(services, ILLEGAL_MOVES_OF_A_PENDING_COMMENT[move], id=pending.id)


ILLEGAL_MOVES_OF_A_REJECTED_COMMENT = {
    "approved on the strength of its rejection": "UPDATE comments SET state = 'approved' WHERE id = :id",
    "published on the strength of its rejection": (
        "UPDATE comments SET published_revision = 1, published_state = 'approved',"
        " published_decision_id = decision_id, state = 'approved' WHERE id = :id"
    ),
    "published while rejected": (
        "UPDATE comments SET published_revision = 1, published_state = 'rejected',"
        " published_decision_id = decision_id WHERE id = :id"
    ),
    "pending with its decision": "UPDATE comments SET state = 'pending' WHERE id = :id",
    "a new revision under an old decision": "UPDATE comments SET revision = 2 WHERE id = :id",
}


@pytest.mark.parametrize("move", ILLEGAL_MOVES_OF_A_REJECTED_COMMENT)
def test_a_rejection_cannot_be_turned_into_a_publication(
    services: Services, rejected: Comment, move: str
) -> None:
    with pytest.raises(REFUSALS):
        execute(services, ILLEGAL_MOVES_OF_A_REJECTED_COMMENT[move], id=rejected.id)


def test_another_comments_approval_does_not_count(desk: Desk, services: Services, pending: Comment) -> None:
    approved = desk.post(desk.reader("Sam"))
    decision = desk.approve(desk.moderator(), approved)

    with pytest.raises(REFUSALS):
        execute(
            services,
            "UPDATE comments SET state = 'approved', decision_id = :decision, published_revision = 1,"
            " published_decision_id = :decision, published_state = 'approved' WHERE id = :id",
            id=pending.id,
            decision=decision.id,
        )
    assert desk.state(pending) is State.PENDING


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE revisions SET body = 'other words'",
        "DELETE FROM revisions",
        "UPDATE decisions SET action = 'approve'",
        "DELETE FROM decisions",
        "UPDATE decision_reasons SET code = 'clean'",
        "DELETE FROM decision_reasons",
        "UPDATE judgements SET applied = NOT applied",
        "DELETE FROM judgements",
    ],
)
def test_what_was_written_and_decided_is_never_altered(desk: Desk, services: Services, change: str) -> None:
    desk.article()
    desk.post(desk.reader())
    desk.judge()

    with pytest.raises(REFUSALS, match="never altered"):
        execute(services, change)


def test_a_revision_has_one_automatic_decision_at_most(
    desk: Desk, services: Services, pending: Comment
) -> None:
    desk.judge()
    with pytest.raises(REFUSALS):
        execute(
            services,
            "INSERT INTO decisions (id, comment_id, revision, action, state, actor_kind, rules, decided_at)"
            " SELECT '0000000000000000000000000A', comment_id, revision, action, state, actor_kind, rules,"
            " decided_at FROM decisions",
        )
