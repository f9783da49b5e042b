"""GET /articles/{key}/comments"""

import base64
import json

import pytest
from sqlalchemy import event

from service.bootstrap import Services
from service.domain.comments import Comment
from service.domain.ids import new_id
from service.domain.principals import Principal
from tests.support.desk import Desk
from tests.web.callers import Caller, assert_problem, errors_in

PATH = "/articles/sora-letter/comments"


@pytest.fixture(autouse=True)
def article(desk: Desk) -> None:
    desk.article()


@pytest.fixture
def published(desk: Desk, rita: Principal, mona: Principal) -> list[Comment]:
    """Seven published comments, oldest first."""
    comments = [desk.post(rita, f"Comment {number}.") for number in range(7)]
    for comment in comments:
        desk.approve(mona, comment)
    return comments


def ids(answer_json: dict[str, list[dict[str, str]]]) -> list[str]:
    return [comment["id"] for comment in answer_json["comments"]]


def test_an_article_without_comments_has_an_empty_list(stranger: Caller) -> None:
    assert stranger.get(PATH).get_json() == {"comments": [], "count": 0, "next": None}


def test_a_published_comment_reads_as_everybody_may_read_it(
    desk: Desk, stranger: Caller, rita: Principal, mona: Principal
) -> None:
    comment = desk.post(rita, "The letter is right.")
    desk.approve(mona, comment)

    (shown,) = stranger.get(PATH).get_json()["comments"]

    assert shown == {
        "id": comment.id,
        "article": "sora-letter",
        "parent_id": None,
        "author": {"id": rita.id, "name": "Rita"},
        "body": "The letter is right.",
        "state": "approved",
        "revision": 1,
        "created_at": shown["created_at"],
        "edited_at": None,
        "reactions": {},
    }


def test_pages_go_through_all_comments_in_every_order(
    stranger: Caller, published: list[Comment], subtests: pytest.Subtests
) -> None:
    oldest_first = [comment.id for comment in published]
    orders = {"oldest": oldest_first, "newest": oldest_first[::-1], "top": oldest_first[::-1]}
    for order, expected in orders.items():
        with subtests.test(order):
            query = f"{PATH}?order={order}&limit=3"
            pages = [stranger.get(query).get_json()]
            while pages[-1]["next"]:
                pages.append(stranger.get(f"{query}&cursor={pages[-1]['next']}").get_json())
            assert [ids(page) for page in pages] == [expected[:3], expected[3:6], expected[6:]]
            assert {page["count"] for page in pages} == {7}


def test_without_parameters_it_is_the_oldest_fifty(stranger: Caller, published: list[Comment]) -> None:
    assert stranger.get(PATH).get_json() == stranger.get(f"{PATH}?order=oldest&limit=50").get_json()


def test_a_cursor_stays_right_while_comments_come_and_go(
    desk: Desk, stranger: Caller, published: list[Comment], rita: Principal, mona: Principal
) -> None:
    first = stranger.get(f"{PATH}?order=newest&limit=3").get_json()
    desk.approve(mona, desk.post(rita, "Newer than all."))
    desk.reject(mona, published[4])  # the last one of the page that was read

    second = stranger.get(f"{PATH}?order=newest&limit=3&cursor={first['next']}").get_json()

    assert ids(second) == [comment.id for comment in (published[3], published[2], published[1])]
    assert second["count"] == 7


def test_comments_that_arrive_late_stand_on_the_last_page(
    desk: Desk, stranger: Caller, published: list[Comment], rita: Principal, mona: Principal
) -> None:
    first = stranger.get(f"{PATH}?limit=5").get_json()
    late = desk.post(rita, "Late.")
    desk.approve(mona, late)

    second = stranger.get(f"{PATH}?limit=5&cursor={first['next']}").get_json()

    assert ids(second) == [published[5].id, published[6].id, late.id]
    assert second["next"] is None


def cursor(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


BAD_QUERIES = [
    ("limit=0", {("limit", "out_of_range")}),
    ("limit=101", {("limit", "out_of_range")}),
    ("limit=-1", {("limit", "wrong_type")}),
    ("limit=", {("limit", "wrong_type")}),
    ("limit=ten", {("limit", "wrong_type")}),
    ("limit=1.0", {("limit", "wrong_type")}),
    ("limit=%D9%A5", {("limit", "wrong_type")}),
    ("limit=" + "9" * 5_000, {("limit", "wrong_type")}),
    ("limit=5&limit=5", {("limit", "repeated")}),
    ("order=best", {("order", "unknown_value")}),
    ("order=", {("order", "unknown_value")}),
    ("order=oldest%00", {("order", "control_character")}),
    ("page=2", {("page", "unknown_field")}),
    ("state=pending", {("state", "unknown_field")}),
    (
        "limit=0&order=best&x=1&x=2",
        {("limit", "out_of_range"), ("order", "unknown_value"), ("x", "unknown_field")},
    ),
    ("limit=0&limit=5", {("limit", "out_of_range"), ("limit", "repeated")}),
    ("cursor=", {("cursor", "invalid_cursor")}),
    ("cursor=x", {("cursor", "invalid_cursor")}),
    ("cursor=%00", {("cursor", "control_character")}),
    ("cursor=" + "A" * 201, {("cursor", "invalid_cursor")}),
    ("cursor=" + cursor(["oldest"]), {("cursor", "invalid_cursor")}),
    ("cursor=" + cursor(["newest", "0123456789ABCDEFGHJKMNPQRS", 0]), {("cursor", "invalid_cursor")}),
    ("cursor=" + cursor(["oldest", "\0" + "A" * 25, 0]), {("cursor", "invalid_cursor")}),
    ("cursor=" + cursor(["oldest", "\ud800" + "A" * 25, 0]), {("cursor", "invalid_cursor")}),
    ("cursor=" + cursor(["oldest", "0123456789ABCDEFGHJKMNPQRS", 2**40]), {("cursor", "invalid_cursor")}),
    ("cursor=" + cursor(["oldest", {"id": 1}, 0]), {("cursor", "invalid_cursor")}),
]


def test_a_query_is_read_strictly(stranger: Caller, subtests: pytest.Subtests) -> None:
    for query, errors in BAD_QUERIES:
        with subtests.test(query[:60]):
            assert errors_in(stranger.get(f"{PATH}?{query}")) == errors


def test_a_tag_spares_the_list_until_what_readers_see_changes(
    desk: Desk, stranger: Caller, rita: Principal, mona: Principal, subtests: pytest.Subtests
) -> None:
    comment = desk.post(rita)
    desk.approve(mona, comment)
    tag = stranger.get(PATH).headers["ETag"]

    for held in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        with subtests.test(held):
            unchanged = stranger.get(PATH, headers={"If-None-Match": held})
            assert (unchanged.status_code, unchanged.data) == (304, b"")
            assert unchanged.headers["ETag"] == tag
            assert unchanged.headers["Cache-Control"] == "no-cache"
    desk.post(rita, "Nobody sees this one yet.")
    assert stranger.get(PATH, headers={"If-None-Match": tag}).status_code == 304

    desk.reject(mona, comment)

    changed = stranger.get(PATH, headers={"If-None-Match": tag})
    assert (changed.status_code, changed.get_json()["comments"]) == (200, [])


def test_a_tag_of_something_else_is_no_reason_to_send_nothing(
    services: Services, stranger: Caller, subtests: pytest.Subtests
) -> None:
    tag = stranger.get(PATH).headers["ETag"]
    _, version, representation = tag.strip('"').split(".")
    other_article = f'"{new_id(services.clock())}.{version}.{representation}"'
    other_representation = tag.replace(f'.{representation}"', f'.{int(representation) + 1}"')
    for held in (
        other_article,
        other_representation,
        '"0"',
        '""',
        "nonsense",
        f'"{tag}"',
        '"' + "9" * 50 + '"',
    ):
        with subtests.test(held):
            answer = stranger.get(PATH, headers={"If-None-Match": held})
            assert (answer.status_code, answer.headers["ETag"]) == (200, tag)


def test_a_client_that_holds_the_list_costs_one_query_however_long_the_list_is(
    services: Services, stranger: Caller, published: list[Comment], statements: list[str]
) -> None:
    tag = stranger.get(PATH).headers["ETag"]
    statements.clear()

    stranger.get(PATH, headers={"If-None-Match": tag})

    assert len(statements) == 1
    assert "published_comments" not in statements[0]


def test_a_list_costs_the_same_number_of_queries_for_one_comment_and_for_seven(
    stranger: Caller, published: list[Comment], statements: list[str]
) -> None:
    stranger.get(f"{PATH}?limit=1")
    for_one = len(statements)
    statements.clear()

    stranger.get(f"{PATH}?limit=7")

    assert len(statements) == for_one == 2


@pytest.fixture
def statements(services: Services) -> list[str]:
    """What is asked of the database from here on."""
    asked: list[str] = []

    @event.listens_for(services.store.engine, "before_cursor_execute")
    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("SELECT"):
            asked.append(statement)

    return asked


def test_an_unknown_article_has_no_list_even_for_a_client_that_holds_anything(stranger: Caller) -> None:
    for held in ({}, {"If-None-Match": "*"}):
        assert_problem(stranger.get("/articles/unknown/comments", headers=held), 404, "article_not_found")
