"""A reader posts a comment."""

import pytest

from service.domain.articles import ArticleState
from service.domain.errors import (
    ArticleClosed,
    ArticleNotFound,
    CommentNotFound,
    IdempotencyKeyReused,
    InvalidFields,
    NotAllowed,
)
from service.domain.ids import new_id
from service.domain.paging import Order, PageRequest
from service.domain.principals import Principal, Role
from service.domain.states import State
from tests.support.desk import Desk


def stored_comments(desk: Desk, author: Principal) -> int:
    return desk.services.list_own_comments(author, PageRequest(Order.OLDEST)).count


def test_an_accepted_comment_is_pending_and_nobody_but_its_author_sees_it(desk: Desk) -> None:
    rita, stranger = desk.reader("Rita"), desk.reader("Sam")
    desk.article()

    comment = desk.post(rita, "The letter is right about credit.")

    assert comment.state is State.PENDING
    assert desk.services.read_comment(rita, comment.id) == comment
    for other in (None, stranger):
        with pytest.raises(CommentNotFound):
            desk.services.read_comment(other, comment.id)
    assert desk.published() == ()


def test_a_repeat_with_the_same_key_gets_the_first_answer_and_stores_nothing(desk: Desk) -> None:
    rita = desk.reader()
    desk.article()
    first = desk.services.submit_comment(rita, "sora-letter", "Once.", idempotency_key="k1")
    desk.judge()

    again = desk.services.submit_comment(rita, "sora-letter", "Once.", idempotency_key="k1")

    assert (first.first_answer, again.first_answer) == (True, False)
    assert again.comment == first.comment
    assert stored_comments(desk, rita) == 1


def test_a_key_that_was_used_for_another_comment_is_refused(desk: Desk) -> None:
    rita = desk.reader()
    desk.article()
    desk.services.submit_comment(rita, "sora-letter", "Once.", idempotency_key="k1")

    with pytest.raises(IdempotencyKeyReused):
        desk.services.submit_comment(rita, "sora-letter", "Twice.", idempotency_key="k1")

    assert stored_comments(desk, rita) == 1


def test_two_readers_may_use_the_same_key(desk: Desk) -> None:
    rita, sam = desk.reader("Rita"), desk.reader("Sam")
    desk.article()
    for author in (rita, sam):
        desk.services.submit_comment(author, "sora-letter", "Hello.", idempotency_key="k1")

    assert (stored_comments(desk, rita), stored_comments(desk, sam)) == (1, 1)


def test_a_refused_comment_leaves_its_key_free(desk: Desk) -> None:
    rita = desk.reader()
    with pytest.raises(ArticleNotFound):
        desk.services.submit_comment(rita, "sora-letter", "Early.", idempotency_key="k1")
    desk.article()

    assert desk.services.submit_comment(rita, "sora-letter", "In time.", idempotency_key="k1").first_answer


def test_a_closed_article_takes_no_comments(desk: Desk) -> None:
    rita = desk.reader()
    desk.article(state=ArticleState.CLOSED)

    with pytest.raises(ArticleClosed):
        desk.post(rita)

    assert stored_comments(desk, rita) == 0


def test_a_publisher_cannot_comment(desk: Desk) -> None:
    desk.article()
    with pytest.raises(NotAllowed, match="A publisher may not post comments"):
        desk.post(Principal(new_id(desk.services.clock()), "front end", Role.PUBLISHER))


def test_a_reply_goes_only_to_a_published_comment_of_the_same_article(desk: Desk) -> None:
    rita, mona = desk.reader(), desk.moderator()
    desk.article("one")
    desk.article("two")
    published = desk.post(rita, "First.", "one")
    desk.approve(mona, published)
    waiting = desk.post(rita, "Second.", "one")

    assert desk.post(rita, "Reply.", "one", published.id).parent_id == published.id
    for article, parent in (
        ("two", published.id),
        ("one", waiting.id),
        ("one", new_id(desk.services.clock())),
    ):
        with pytest.raises(InvalidFields) as refused:
            desk.post(rita, "Reply.", article, parent)
        assert [error.code for error in refused.value.errors] == ["unknown_parent"]
