"""Which credentials count, and what unsafe calls by cookie must prove."""

import pytest

from service.domain.principals import Principal
from tests.support.clock import SteppingClock
from tests.support.desk import Desk
from tests.web.callers import API, BrowserOf, Caller, assert_problem

UNKNOWN_TOKENS = [
    "Bearer desk_of-nobody",
    "Bearer",
    "Bearer ",
    "bearer \xff\xfe",
    "Basic UmVnYTpwYXNzd29yZA==",
    "desk_of-nobody",
    "",
]


def test_a_bearer_token_that_is_not_valid_is_refused_even_where_a_valid_cookie_is_sent(
    reader: Caller, subtests: pytest.Subtests
) -> None:
    for authorization in UNKNOWN_TOKENS:
        with subtests.test(authorization):
            for method, path in (("GET", "/auth/session"), ("GET", "/me/comments"), ("POST", "/auth/logout")):
                answer = reader.call(method, path, headers={"Authorization": authorization})
                assert_problem(answer, 401, "invalid_token")
                assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert reader.get("/auth/session").get_json()["user"]["name"] == "Rita"


def test_where_both_are_sent_the_token_decides_who_is_calling(publisher: Caller, moderator: Caller) -> None:
    answer = moderator.get("/auth/session", headers=publisher.headers)

    assert answer.get_json()["user"]["role"] == "publisher"
    assert answer.get_json()["csrf_token"] is None
    assert_problem(moderator.get("/moderation/queue", headers=publisher.headers), 403, "not_allowed")


def test_a_token_needs_no_csrf_token_and_has_no_sign_in_to_end(publisher: Caller) -> None:
    assert publisher.put("/articles/a", json={"title": "A", "url": "/a"}).status_code == 201
    assert_problem(publisher.post("/auth/logout"), 401, "not_signed_in")


def test_the_name_of_the_scheme_may_be_written_in_any_case(publisher: Caller) -> None:
    token = publisher.headers["Authorization"].partition(" ")[2]

    answer = publisher.get("/auth/session", headers={"Authorization": f"bEARER {token}"})

    assert answer.get_json()["user"]["name"] == "front end"


UNSAFE_CALLS = [
    ("POST", "/auth/logout"),
    ("POST", "/articles/sora-letter/comments"),
    ("PUT", "/articles/sora-letter"),
    ("POST", "/moderation/comments/{id}/approve"),
    ("POST", "/moderation/comments/{id}/reject"),
]


def test_unsafe_calls_by_cookie_need_the_csrf_token_of_this_very_sign_in(
    desk: Desk, mona: Principal, browser_of: BrowserOf, subtests: pytest.Subtests
) -> None:
    desk.article()
    comment = desk.post(desk.reader())
    browser, other = browser_of(mona), browser_of(mona)
    foreign = other.headers["X-CSRF-Token"]
    assert foreign != browser.headers["X-CSRF-Token"]
    for token in (None, "", "x", "ü", foreign, foreign.upper()):
        browser.headers = {} if token is None else {"X-CSRF-Token": token}
        for method, path in UNSAFE_CALLS:
            with subtests.test(path=path, token=token):
                answer = browser.call(
                    method, path.format(id=comment.id), json={"revision": 1, "reason": "spam"}
                )
                assert_problem(answer, 403, "csrf_failed")
    assert browser.get("/moderation/queue").status_code == 200
    assert desk.state(comment) == "pending"


CLOSED_CALLS = [
    ("POST", "/auth/logout"),
    ("POST", "/articles/sora-letter/comments"),
    ("PUT", "/articles/sora-letter"),
    ("GET", "/me/comments"),
    ("GET", "/moderation/queue"),
    ("GET", "/moderation/comments/0123456789ABCDEFGHJKMNPQRS"),
    ("POST", "/moderation/comments/0123456789ABCDEFGHJKMNPQRS/approve"),
    ("POST", "/moderation/comments/0123456789ABCDEFGHJKMNPQRS/reject"),
]


def test_a_stranger_is_told_to_sign_in_before_anything_else_is_looked_at(
    stranger: Caller, subtests: pytest.Subtests
) -> None:
    for method, path in CLOSED_CALLS:
        for body in (b"", b"not JSON", b"x" * 20_000):
            with subtests.test(path=path, length=len(body)):
                answer = stranger.call(method, f"{path}?unknown=1", data=body)
                assert_problem(answer, 401, "not_signed_in")
                assert answer.headers["WWW-Authenticate"] == "Bearer"


NOT_FOR = [
    ("reader", "PUT", "/articles/sora-letter"),
    ("reader", "GET", "/moderation/queue"),
    ("reader", "GET", "/moderation/comments/0123456789ABCDEFGHJKMNPQRS"),
    ("reader", "POST", "/moderation/comments/0123456789ABCDEFGHJKMNPQRS/approve"),
    ("reader", "POST", "/moderation/comments/0123456789ABCDEFGHJKMNPQRS/reject"),
    ("moderator", "PUT", "/articles/sora-letter"),
    ("publisher", "GET", "/moderation/queue"),
    ("publisher", "GET", "/me/comments"),
    ("publisher", "POST", "/articles/sora-letter/comments"),
]


def test_the_wrong_role_is_refused_before_the_body_is_looked_at(
    reader: Caller, moderator: Caller, publisher: Caller, subtests: pytest.Subtests
) -> None:
    callers = {"reader": reader, "moderator": moderator, "publisher": publisher}
    for role, method, path in NOT_FOR:
        with subtests.test(role=role, path=path):
            assert_problem(callers[role].call(method, path, data=b"not JSON"), 403, "not_allowed")


PUBLIC_CALLS = [
    "/articles/sora-letter",
    "/articles/sora-letter/comments",
    "/articles/counts?key=sora-letter",
]


def test_public_reads_are_the_same_for_all_and_say_that_they_may_be_kept(
    desk: Desk, reader: Caller, stranger: Caller, publisher: Caller, subtests: pytest.Subtests
) -> None:
    desk.article()
    desk.approve(desk.moderator(), desk.post(desk.reader("Sam")))
    for path in PUBLIC_CALLS:
        with subtests.test(path):
            anonymous = stranger.get(path)
            assert anonymous.status_code == 200
            assert anonymous.headers["Cache-Control"] == "no-cache"
            assert "ETag" in anonymous.headers
            for caller in (stranger, reader, publisher):
                answer = caller.get(path)
                assert (answer.data, answer.headers["ETag"]) == (anonymous.data, anonymous.headers["ETag"])
                assert "Vary" not in answer.headers
                assert "Set-Cookie" not in answer.headers


def test_personal_answers_are_kept_by_nobody(
    desk: Desk, reader: Caller, moderator: Caller, rita: Principal, subtests: pytest.Subtests
) -> None:
    desk.article()
    comment = desk.post(rita)
    for caller, path in (
        (reader, "/auth/session"),
        (reader, "/me/comments"),
        (reader, f"/comments/{comment.id}"),
        (moderator, "/moderation/queue"),
        (moderator, f"/moderation/comments/{comment.id}"),
    ):
        with subtests.test(path):
            answer = caller.get(path)
            assert answer.status_code == 200
            assert answer.headers["Cache-Control"] == "no-store"
            assert "ETag" not in answer.headers


def test_a_cookie_is_not_renewed_by_reading(reader: Caller, clock: SteppingClock) -> None:
    clock.advance(3600)
    for path in ("/auth/session", "/me/comments"):
        assert "Set-Cookie" not in reader.client.get(f"{API}{path}").headers
