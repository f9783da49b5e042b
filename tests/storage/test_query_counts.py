"""How many statements a call costs: the same for one comment as for many."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from service.bootstrap import Services
from service.domain.articles import ArticleMode
from service.domain.paging import Order, PageRequest
from service.domain.principals import Principal
from service.domain.review import QueueFilter
from tests.support.desk import Desk


@contextmanager
def counted(services: Services) -> Iterator[list[str]]:
    """The statements that are executed inside the block."""
    statements: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        if not statement.startswith("BEGIN"):
            statements.append(statement)

    event.listen(services.store.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(services.store.engine, "before_cursor_execute", note)


def number_of_statements(services: Services, call: Callable[[], object]) -> int:
    with counted(services) as statements:
        call()
    return len(statements)


CALLS: dict[str, tuple[int, Callable[[Services, Principal, Principal], object]]] = {
    "the published comments": (
        2,
        lambda services, _reader, _moderator: services.list_published(
            "sora-letter", PageRequest(Order.NEWEST)
        ),
    ),
    "one's own comments": (
        3,
        lambda services, reader, _moderator: services.list_own_comments(reader, PageRequest(Order.NEWEST)),
    ),
    "the review queue": (
        11,
        lambda services, _reader, moderator: services.list_review_queue(
            moderator, QueueFilter(), PageRequest(Order.OLDEST)
        ),
    ),
}


@pytest.mark.parametrize("call", CALLS)
def test_a_list_costs_the_same_however_long_it_is(desk: Desk, services: Services, call: str) -> None:
    most, read = CALLS[call]
    reader, moderator = desk.reader(), desk.moderator()
    desk.article(mode=ArticleMode.HOLD_ALL)

    def with_one_more_published_and_held() -> int:
        desk.approve(moderator, desk.post(reader, "Approved by hand."))
        parent = desk.post(reader, "Held with a reply.")
        desk.approve(moderator, parent)
        desk.post(reader, "Held.", parent=parent.id)
        desk.judge()
        return number_of_statements(services, lambda: read(services, reader, moderator))

    with_one = with_one_more_published_and_held()
    with_three = [with_one_more_published_and_held() for _ in range(3)][-1]

    assert with_one == with_three <= most


def test_a_list_that_the_caller_already_holds_costs_one_statement(desk: Desk, services: Services) -> None:
    article = desk.article()
    request = PageRequest(Order.NEWEST)
    assert (
        number_of_statements(services, lambda: services.list_published(article.key, request, article.version))
        == 1
    )


def test_a_post_costs_three_statements_and_four_with_a_key(desk: Desk, services: Services) -> None:
    reader = desk.reader()
    desk.article()
    submit = services.submit_comment
    assert number_of_statements(services, lambda: submit(reader, "sora-letter", "One.")) == 3
    assert number_of_statements(services, lambda: submit(reader, "sora-letter", "Two.", None, "key")) == 4
