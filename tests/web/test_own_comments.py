"""GET /me/comments"""

import pytest

from service.domain.principals import Principal
from tests.support.desk import Desk
from tests.web.callers import Caller, errors_in


def test_a_reader_sees_their_own_comments_newest_first_with_what_became_of_them(
    desk: Desk, reader: Caller, rita: Principal, mona: Principal
) -> None:
    desk.article("one")
    desk.article("two")
    pending, rejected, approved = (
        desk.post(rita, "A.", "one"),
        desk.post(rita, "B.", "two"),
        desk.post(rita, "C.", "one"),
    )
    desk.post(desk.reader("Sam"), "Somebody else's.", "one")
    desk.reject(mona, rejected)
    desk.approve(mona, approved)

    answer = reader.get("/me/comments").get_json()

    assert [comment["id"] for comment in answer["comments"]] == [approved.id, rejected.id, pending.id]
    assert (answer["count"], answer["next"]) == (3, None)
    told = [[reason["code"] for reason in comment["reasons"]] for comment in answer["comments"]]
    assert told == [["reviewed"], ["off_topic"], []]
    assert answer["comments"][1]["reasons"][0]["message"] == "The comment is not about the article."
    assert [comment["article"] for comment in answer["comments"]] == ["one", "two", "one"]


def test_pages_follow_each_other_in_either_order(
    desk: Desk, reader: Caller, rita: Principal, subtests: pytest.Subtests
) -> None:
    desk.article()
    posted = [desk.post(rita, f"Comment {number}.").id for number in range(5)]
    for order, expected in (("oldest", posted), ("newest", posted[::-1])):
        with subtests.test(order):
            first = reader.get(f"/me/comments?order={order}&limit=3").get_json()
            second = reader.get(f"/me/comments?order={order}&limit=3&cursor={first['next']}").get_json()
            assert [comment["id"] for comment in first["comments"] + second["comments"]] == expected
            assert second["next"] is None


def test_a_query_is_read_strictly(reader: Caller, subtests: pytest.Subtests) -> None:
    for query, errors in (
        ("order=top", {("order", "unknown_value")}),
        ("limit=0", {("limit", "out_of_range")}),
        ("author=Sam", {("author", "unknown_field")}),
        ("cursor=x", {("cursor", "invalid_cursor")}),
    ):
        with subtests.test(query):
            assert errors_in(reader.get(f"/me/comments?{query}")) == errors
