"""POST /articles/{key}/comments"""

import json
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest

from service.bootstrap import Services
from service.domain.articles import ArticleDraft, ArticleState
from service.domain.ids import new_id
from service.domain.paging import Order, PageRequest
from service.domain.principals import Principal, Role
from tests.support.clock import SteppingClock
from tests.support.desk import Desk
from tests.web.callers import BrowserOf, Caller, assert_problem, errors_in

PATH = "/articles/sora-letter/comments"


@pytest.fixture(autouse=True)
def article(desk: Desk) -> None:
    desk.article()


def stored(services: Services, author: Principal) -> int:
    return services.list_own_comments(author, PageRequest(Order.OLDEST)).count


def test_an_accepted_comment_is_answered_202_with_where_to_look_for_it(
    reader: Caller, rita: Principal
) -> None:
    answer = reader.post(PATH, json={"body": "The letter is right about credit."})

    assert answer.status_code == 202
    comment = answer.get_json()
    assert answer.headers["Location"] == f"/api/v1/comments/{comment['id']}"
    assert comment == {
        "id": comment["id"],
        "article": "sora-letter",
        "parent_id": None,
        "author": {"id": rita.id, "name": "Rita"},
        "body": "The letter is right about credit.",
        "state": "pending",
        "revision": 1,
        "created_at": comment["created_at"],
        "edited_at": None,
        "reactions": {},
        "reasons": [],
    }
    assert comment["created_at"].endswith("Z")
    assert reader.open("GET", answer.headers["Location"]).get_json() == comment


KEPT = [
    ("line breaks", "one\r\ntwo\rthree", "one\ntwo\nthree"),
    ("markup", "<script>alert(1)</script> & <b>", "<script>alert(1)</script> & <b>"),
    ("composed letters", "cafe\u0301", "café"),
    ("space around it", "  \n word \t", "word"),
    ("right-to-left text", "\u2067שלום\u2069 \u200f!", "\u2067שלום\u2069 \u200f!"),
    ("emoji", "👩‍👩‍👧 \U0001f1fa\U0001f1e6", "👩‍👩‍👧 \U0001f1fa\U0001f1e6"),
    ("the longest", "ä" * 5_000, "ä" * 5_000),
]


def test_the_text_is_kept_as_typed_but_for_line_ends_and_composition(
    reader: Caller, subtests: pytest.Subtests
) -> None:
    for name, typed, kept in KEPT:
        with subtests.test(name):
            body = json.dumps({"body": typed}, ensure_ascii=False).encode()
            answer = reader.post(PATH, data=body, content_type="application/json")
            assert (answer.status_code, answer.get_json()["body"]) == (202, kept)


def field(value: Any) -> bytes:
    """A body in ASCII, with everything else written as escapes."""
    return json.dumps({"body": value}).encode()


NESTED = b"[" * 4_000 + b"]" * 4_000

UNREADABLE = [
    ("an empty body", b"", 400, "malformed_json"),
    ("no JSON", b"body=hello", 400, "malformed_json"),
    ("half a document", b'{"body": "hello"', 400, "malformed_json"),
    ("two documents", b'{"body": "a"} {"body": "b"}', 400, "malformed_json"),
    ("a list", b'["hello"]', 400, "malformed_json"),
    ("a text", b'"hello"', 400, "malformed_json"),
    ("null", b"null", 400, "malformed_json"),
    ("NaN", b'{"body": NaN}', 400, "malformed_json"),
    ("infinity", b'{"body": "a", "parent_id": -Infinity}', 400, "malformed_json"),
    ("a key twice", b'{"body": "nice", "body": "not nice"}', 400, "malformed_json"),
    (
        "a key twice, written differently",
        b'{"body": "nice", "b\\u006fdy": "not nice"}',
        400,
        "malformed_json",
    ),
    ("4,000 nested lists", b'{"body": ' + NESTED + b"}", 400, "malformed_json"),
    ("4,000 open brackets", b"[" * 4_000, 400, "malformed_json"),
    ("33 nested objects", b'{"a":' * 33 + b"1" + b"}" * 33, 400, "malformed_json"),
    ("a number of 5,000 digits", b'{"body": ' + b"1" * 5_000 + b"}", 400, "malformed_json"),
    ("UTF-16", '{"body": "hello"}'.encode("utf-16"), 400, "malformed_json"),
    ("UTF-16 without a mark", '{"body": "hello"}'.encode("utf-16-le"), 400, "malformed_json"),
    ("Latin-1", '{"body": "café"}'.encode("latin-1"), 400, "malformed_json"),
    ("a byte order mark", '{"body": "hello"}'.encode("utf-8-sig"), 400, "malformed_json"),
    ("half a character in UTF-8", b'{"body": "\xed\xa0\x80"}', 400, "malformed_json"),
    ("a raw control character", b'{"body": "a\x00b"}', 400, "malformed_json"),
    ("17 KiB", field("a" * 17_000), 413, "payload_too_large"),
    ("a byte over 16 KiB", b'{"body": "a"}'.ljust(16 * 1024 + 1), 413, "payload_too_large"),
]

WRONG_FIELDS = [
    ("no body", b"{}", {("body", "required")}),
    ("an unknown field", b'{"body": "a", "stats": "approved"}', {("stats", "unknown_field")}),
    ("a state of one's own", b'{"body": "a", "state": "approved"}', {("state", "unknown_field")}),
    ("an unknown field that is nested", b'{"body": "a", "x": {"y": [1]}}', {("x", "unknown_field")}),
    ("half a character for a field", b'{"body": "a", "\\ud800": 1}', {("?", "unknown_field")}),
    ("a number", b'{"body": 5}', {("body", "wrong_type")}),
    ("true", b'{"body": true}', {("body", "wrong_type")}),
    ("null", b'{"body": null}', {("body", "wrong_type")}),
    ("a list of texts", b'{"body": ["a"]}', {("body", "wrong_type")}),
    ("empty", field(""), {("body", "empty")}),
    ("whitespace", field(" \n\t\u3000"), {("body", "empty")}),
    ("nothing visible", field("\u200b\u2060\ufeff\u3164"), {("body", "empty")}),
    ("too long", field("a" * 5_001), {("body", "too_long")}),
    ("NUL", field("a\0b"), {("body", "control_character")}),
    ("a bell", field("a\x07b"), {("body", "control_character")}),
    ("half a character", field("a\ud800b"), {("body", "lone_surrogate")}),
    ("the other half", field("\udc00"), {("body", "lone_surrogate")}),
    ("text that runs backwards", field("\u202egnp.exe"), {("body", "bidi_override")}),
    ("a parent that is a number", b'{"body": "a", "parent_id": 7}', {("parent_id", "wrong_type")}),
    ("a parent with a NUL", b'{"body": "a", "parent_id": "\\u0000"}', {("parent_id", "control_character")}),
    ("a parent that is no id", b'{"body": "a", "parent_id": "x"}', {("parent_id", "unknown_parent")}),
    ("an empty parent", b'{"body": "a", "parent_id": ""}', {("parent_id", "unknown_parent")}),
    (
        "everything at once",
        b'{"parent_id": 1, "author": "x", "id": "y"}',
        {
            ("body", "required"),
            ("parent_id", "wrong_type"),
            ("author", "unknown_field"),
            ("id", "unknown_field"),
        },
    ),
]


def test_what_is_not_strict_json_is_refused_and_nothing_is_stored(
    services: Services, reader: Caller, rita: Principal, subtests: pytest.Subtests
) -> None:
    for name, body, status, code in UNREADABLE:
        with subtests.test(name):
            assert_problem(reader.post(PATH, data=body, content_type="application/json"), status, code)
    assert stored(services, rita) == 0


def test_wrong_fields_are_all_named_and_nothing_is_stored(
    services: Services, reader: Caller, rita: Principal, subtests: pytest.Subtests
) -> None:
    for name, body, errors in WRONG_FIELDS:
        with subtests.test(name):
            assert errors_in(reader.post(PATH, data=body, content_type="application/json")) == errors
    assert stored(services, rita) == 0


CONTENT_TYPES = [
    ("", 415),
    ("text/plain", 415),
    ("application/x-www-form-urlencoded", 415),
    ("multipart/form-data; boundary=x", 415),
    ("application/vnd.api+json", 415),
    ("application/json; charset=utf-16", 415),
    ("application/json; charset=latin-1", 415),
    ("application/json", 202),
    ("application/json; charset=utf-8", 202),
    ('Application/JSON; Charset="UTF-8"', 202),
]


def test_only_json_in_utf_8_is_taken(reader: Caller, subtests: pytest.Subtests) -> None:
    for content_type, status in CONTENT_TYPES:
        with subtests.test(content_type):
            answer = reader.post(PATH, data=b'{"body": "Hello."}', content_type=content_type)
            assert answer.status_code == status
            if status == 415:
                assert_problem(answer, 415, "unsupported_media_type")


def test_a_compressed_body_is_refused(reader: Caller) -> None:
    answer = reader.post(PATH, json={"body": "Hello."}, headers={"Content-Encoding": "gzip"})

    assert_problem(answer, 415, "unsupported_media_type")


def test_a_body_sent_in_chunks_has_the_same_limit(
    services: Services, reader: Caller, rita: Principal
) -> None:
    """A server that takes chunks hands on a body without a length, and says that it ends by itself."""
    whole = b'{"body": "Hello."}'
    for body, status in ((whole.ljust(16 * 1024), 202), (whole.ljust(16 * 1024) + b"more", 413)):
        answer = reader.post(
            PATH,
            input_stream=BytesIO(body),
            content_type="application/json",
            environ_overrides={"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"},
        )
        assert answer.status_code == status
    assert stored(services, rita) == 1


UNKNOWN_KEYS = ["unknown", "%00", "a%00b", "%FF", "-", "a" * 201, "%F0%9F%92%A9", "a%20b", "'--", ".."]


def test_under_an_unknown_article_nothing_can_be_posted(reader: Caller, subtests: pytest.Subtests) -> None:
    for key in UNKNOWN_KEYS:
        with subtests.test(key):
            answer = reader.post(f"/articles/{key}/comments", json={"body": "Hello."})
            assert_problem(answer, 404, "article_not_found")


def test_a_closed_article_takes_no_comments(
    desk: Desk, services: Services, clock: SteppingClock, reader: Caller, rita: Principal
) -> None:
    desk.article("closed", ArticleState.CLOSED)
    publisher = Principal(new_id(clock()), "front end", Role.PUBLISHER)
    draft = ArticleDraft("Soon over", "/soon", closes_at=clock() + timedelta(minutes=1))
    services.put_article(publisher, "closing", draft)

    assert_problem(reader.post("/articles/closed/comments", json={"body": "Late."}), 409, "article_closed")
    assert reader.post("/articles/closing/comments", json={"body": "In time."}).status_code == 202
    clock.advance(60)
    assert_problem(reader.post("/articles/closing/comments", json={"body": "Late."}), 409, "article_closed")
    assert stored(services, rita) == 1


def test_a_reply_stands_under_a_published_comment_of_the_same_article_only(
    desk: Desk, services: Services, reader: Caller, rita: Principal, mona: Principal
) -> None:
    desk.article("other")
    published, foreign, pending, rejected = (
        desk.post(rita, f"Comment {n}.", article)
        for n, article in enumerate(("sora-letter", "other", "sora-letter", "sora-letter"))
    )
    desk.approve(mona, published)
    desk.approve(mona, foreign)
    desk.reject(mona, rejected)

    answer = reader.post(PATH, json={"body": "Reply.", "parent_id": published.id})

    assert (answer.status_code, answer.get_json()["parent_id"]) == (202, published.id)
    for parent in (foreign.id, pending.id, rejected.id, new_id(services.clock()), published.id.lower()):
        refused = reader.post(PATH, json={"body": "Reply.", "parent_id": parent})
        assert errors_in(refused) == {("parent_id", "unknown_parent")}
    assert stored(services, rita) == 5


def test_a_repeat_with_the_same_key_gets_the_first_answer_again(
    desk: Desk, services: Services, reader: Caller, rita: Principal
) -> None:
    key = {"Idempotency-Key": "4f0c7a5e"}
    first = reader.post(PATH, json={"body": "Once."}, headers=key)
    desk.judge()

    again = reader.post(PATH, json={"body": "Once."}, headers=key)

    assert (again.status_code, again.data) == (202, first.data)
    assert again.headers["Location"] == first.headers["Location"]
    assert again.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers
    assert stored(services, rita) == 1


def test_a_key_is_good_for_one_request_of_one_reader(
    desk: Desk, services: Services, reader: Caller, rita: Principal, browser_of: BrowserOf
) -> None:
    key = {"Idempotency-Key": "4f0c7a5e"}
    desk.article("other")
    first = reader.post(PATH, json={"body": "Once."}, headers=key)

    for path, body in ((PATH, "Twice."), ("/articles/other/comments", "Once.")):
        refused = reader.post(path, json={"body": body}, headers=key)
        assert_problem(refused, 422, "idempotency_key_reused")
    other = browser_of(desk.reader("Sam")).post(PATH, json={"body": "Once."}, headers=key)
    assert other.status_code == 202
    assert other.get_json()["id"] != first.get_json()["id"]
    assert stored(services, rita) == 1


def test_a_malformed_key_is_refused_and_nothing_is_stored(
    services: Services, reader: Caller, rita: Principal, subtests: pytest.Subtests
) -> None:
    for key in ("", "a" * 201, "ä", "a\tb"):
        with subtests.test(key):
            answer = reader.post(PATH, json={"body": "Hello."}, headers={"Idempotency-Key": key})
            assert errors_in(answer) == {("Idempotency-Key", "invalid_idempotency_key")}
    assert stored(services, rita) == 0


def test_a_call_without_parameters_refuses_any(reader: Caller) -> None:
    assert errors_in(reader.post(f"{PATH}?draft=1", json={"body": "a"})) == {("draft", "unknown_field")}
