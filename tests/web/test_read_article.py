"""GET /articles/{key} and GET /articles/counts"""

import pytest

from service.domain.principals import Principal
from tests.support.desk import Desk
from tests.web.callers import Caller, assert_problem, errors_in


def test_the_count_is_of_published_comments(
    desk: Desk, stranger: Caller, rita: Principal, mona: Principal
) -> None:
    desk.article()
    comments = [desk.post(rita, f"Comment {number}.") for number in range(3)]
    desk.approve(mona, comments[0])
    desk.approve(mona, comments[1])
    desk.reject(mona, comments[2])

    assert stranger.get("/articles/sora-letter").get_json()["comment_count"] == 2
    assert stranger.get("/articles/counts?key=sora-letter&key=unknown").get_json() == {
        "counts": {"sora-letter": 2, "unknown": 0}
    }


def test_an_article_that_cannot_be_is_unknown(stranger: Caller, subtests: pytest.Subtests) -> None:
    for key in ("unknown", "%00", "a%00b", "%FF", "-", "a" * 201, "a%20b", "%F0%9F%92%A9"):
        for rest in ("", "/comments"):
            with subtests.test(key=key, rest=rest):
                assert_problem(stranger.get(f"/articles/{key}{rest}"), 404, "article_not_found")


@pytest.mark.parametrize("path", ["/articles/sora-letter", "/articles/counts?key=sora-letter"])
def test_a_tag_spares_the_body_until_something_changes(
    desk: Desk, stranger: Caller, rita: Principal, mona: Principal, path: str
) -> None:
    desk.article()
    tag = stranger.get(path).headers["ETag"]

    for held in ('""', '"other"', "nonsense"):
        assert stranger.get(path, headers={"If-None-Match": held}).status_code == 200
    for held in (tag, f'"other", W/{tag}', "*"):
        unchanged = stranger.get(path, headers={"If-None-Match": held})
        assert (unchanged.status_code, unchanged.data) == (304, b"")
        assert unchanged.headers["ETag"] == tag

    desk.approve(mona, desk.post(rita))
    changed = stranger.get(path, headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != tag


BAD_QUERIES = [
    ("", {("key", "required")}),
    ("?key=", {("key", "invalid_key")}),
    ("?key=a%00", {("key", "invalid_key")}),
    ("?key=a&key=%FF", {("key", "invalid_key")}),
    ("?key=a&id=b", {("id", "unknown_field")}),
    ("?" + "&".join(f"key=a{number}" for number in range(101)), {("key", "number_of_keys")}),
]


def test_a_query_for_counts_is_read_strictly(stranger: Caller, subtests: pytest.Subtests) -> None:
    for query, errors in BAD_QUERIES:
        with subtests.test(query[:40]):
            assert errors_in(stranger.get(f"/articles/counts{query}")) == errors


def test_a_hundred_articles_are_counted_at_once(stranger: Caller) -> None:
    keys = [f"a{number}" for number in range(100)]

    answer = stranger.get("/articles/counts?" + "&".join(f"key={key}" for key in keys))

    assert answer.get_json()["counts"] == dict.fromkeys(keys, 0)
