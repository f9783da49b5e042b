"""PUT /articles/{key}"""

from typing import Any

import pytest

from service.domain.principals import Role
from tests.support.desk import Desk
from tests.web.callers import BrowserOf, Caller, assert_problem, errors_in

ARTICLE = {"title": "An open letter", "url": "https://magazine.example/letter"}


def test_a_new_article_is_open_and_says_where_it_is(publisher: Caller, stranger: Caller) -> None:
    answer = publisher.put("/articles/sora-letter", json=ARTICLE)

    assert answer.status_code == 201
    assert answer.headers["Location"] == "/api/v1/articles/sora-letter"
    assert answer.get_json() == {
        "key": "sora-letter",
        "title": "An open letter",
        "url": "https://magazine.example/letter",
        "section": None,
        "state": "open",
        "mode": None,
        "closes_at": None,
        "comment_count": 0,
        "reactions": {},
    }
    assert stranger.open("GET", answer.headers["Location"]).get_json() == answer.get_json()


def test_what_is_left_out_stays_and_null_clears(publisher: Caller) -> None:
    full = {
        "section": "Tools",
        "state": "closed",
        "mode": "hold-all",
        "closes_at": "2026-12-24T18:00:00+01:00",
    }
    publisher.put("/articles/a", json=ARTICLE | full)

    kept = publisher.put("/articles/a", json=ARTICLE | {"title": "Another title"})
    cleared = publisher.put("/articles/a", json=ARTICLE | {"section": None, "mode": None, "closes_at": None})

    assert (kept.status_code, "Location" in kept.headers) == (200, False)
    changed = full | {"title": "Another title", "closes_at": "2026-12-24T17:00:00Z"}
    assert {name: kept.get_json()[name] for name in changed} == changed
    shown = cleared.get_json()
    assert (shown["section"], shown["mode"], shown["closes_at"], shown["state"]) == (
        None,
        None,
        None,
        "closed",
    )


def test_an_article_whose_time_has_passed_reads_as_closed(publisher: Caller) -> None:
    answer = publisher.put("/articles/a", json=ARTICLE | {"closes_at": "2020-01-01T00:00:00Z"})

    assert answer.get_json()["state"] == "closed"


def test_an_admin_may_do_it_too(publisher: Caller, browser_of: BrowserOf, desk: Desk) -> None:
    admin = browser_of(desk.person("Ada", Role.ADMIN))

    assert admin.put("/articles/a", json=ARTICLE).status_code == 201


WRONG: list[tuple[str, dict[str, Any], set[tuple[str, str]]]] = [
    ("no title", {"title": None}, {("title", "wrong_type")}),
    ("an empty title", {"title": ""}, {("title", "wrong_length")}),
    ("a blank title", {"title": " \t "}, {("title", "invalid_title")}),
    ("a long title", {"title": "a" * 501}, {("title", "wrong_length")}),
    ("a NUL in the title", {"title": "a\0"}, {("title", "control_character")}),
    ("half a character", {"title": "\udfff"}, {("title", "lone_surrogate")}),
    ("a script for an address", {"url": "javascript:alert(1)"}, {("url", "invalid_url")}),
    ("another site's address", {"url": "//elsewhere.example"}, {("url", "invalid_url")}),
    ("a long address", {"url": "/" + "a" * 2_000}, {("url", "wrong_length")}),
    ("an empty section", {"section": ""}, {("section", "invalid_section")}),
    ("a long section", {"section": "a" * 101}, {("section", "wrong_length")}),
    ("an unknown state", {"state": "ajar"}, {("state", "unknown_value")}),
    ("no state", {"state": None}, {("state", "wrong_type")}),
    ("an unknown mode", {"mode": "hold_all"}, {("mode", "unknown_value")}),
    ("a time without a zone", {"closes_at": "2026-12-24T18:00:00"}, {("closes_at", "invalid_time")}),
    ("a day", {"closes_at": "2026-12-24"}, {("closes_at", "invalid_time")}),
    ("seconds", {"closes_at": 1_790_000_000}, {("closes_at", "wrong_type")}),
    ("before the calendar", {"closes_at": "0001-01-01T00:00:00+14:00"}, {("closes_at", "invalid_time")}),
    ("after the calendar", {"closes_at": "9999-12-31T23:59:59-14:00"}, {("closes_at", "invalid_time")}),
    ("a count", {"comment_count": 7}, {("comment_count", "unknown_field")}),
    (
        "several at once",
        {"title": 1, "mode": "x", "closes_at": "soon", "id": "x"},
        {
            ("title", "wrong_type"),
            ("mode", "unknown_value"),
            ("closes_at", "invalid_time"),
            ("id", "unknown_field"),
        },
    ),
]


def test_wrong_fields_are_all_named_and_nothing_is_stored(
    publisher: Caller, stranger: Caller, subtests: pytest.Subtests
) -> None:
    for name, change, errors in WRONG:
        with subtests.test(name):
            assert errors_in(publisher.put("/articles/a", json=ARTICLE | change)) == errors
    with subtests.test("nothing given"):
        answer = publisher.put("/articles/a", json={})
        assert errors_in(answer) == {("title", "required"), ("url", "required")}
    assert_problem(stranger.get("/articles/a"), 404, "article_not_found")


def test_a_key_is_plain_letters_digits_and_four_signs(publisher: Caller, subtests: pytest.Subtests) -> None:
    for key in ("a", "2026.11_sora~letter-x", "A" * 200):
        with subtests.test(key):
            assert publisher.put(f"/articles/{key}", json=ARTICLE).status_code == 201
    for key in ("counts", "-a", "a%20b", "a%00", "%C3%A4", "a" * 201, "%FF"):
        with subtests.test(key):
            assert errors_in(publisher.put(f"/articles/{key}", json=ARTICLE)) == {("key", "invalid_key")}
