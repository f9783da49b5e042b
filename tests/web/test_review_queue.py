"""GET /moderation/queue"""

import pytest

from service.domain.articles import ArticleMode
from service.domain.principals import Principal
from tests.support.clock import SteppingClock
from tests.support.desk import Desk
from tests.web.callers import Caller, errors_in

PATH = "/moderation/queue"


def test_an_entry_says_all_that_a_moderator_needs_to_decide(
    desk: Desk, moderator: Caller, rita: Principal, mona: Principal, clock: SteppingClock
) -> None:
    desk.article()
    parent = desk.post(rita, "What comes first.")
    desk.approve(mona, parent)
    desk.article(mode=ArticleMode.HOLD_ALL, section="Tools")
    held = desk.post(rita, "See https://example.org for more.", parent=parent.id)
    desk.judge()
    clock.advance(90)

    queue = moderator.get(PATH).get_json()

    assert (queue["count"], queue["next"]) == (1, None)
    (entry,) = queue["comments"]
    assert entry["id"] == held.id
    assert (entry["state"], entry["revision"]) == ("held", 1)
    assert entry["article"] == {
        "key": "sora-letter",
        "title": "About sora-letter",
        "url": "/articles/sora-letter",
        "section": "Tools",
        "state": "open",
        "mode": "hold-all",
    }
    assert (entry["parent_id"], entry["parent"]["body"]) == (parent.id, "What comes first.")
    assert entry["author"] == {"id": rita.id, "name": "Rita"}
    record = entry["author_record"]
    assert [record[state] for state in ("approved", "rejected", "held", "pending")] == [1, 0, 1, 0]
    assert "hold_all" in [reason["code"] for reason in entry["reasons"]]
    assert entry["decision"]["actor"] == {"kind": "automation", "id": None, "name": None}
    assert entry["evidence"]["policy_version"] == entry["decision"]["policy_version"]
    assert entry["evidence"]["failed_detectors"] == []
    (link,) = [signal for signal in entry["evidence"]["signals"] if signal["code"] == "link"]
    (span,) = link["spans"]
    assert entry["body"][span["start"] : span["end"]] == "https://example.org"
    assert 90 <= entry["waiting_seconds"] <= 91


def test_a_comment_that_waits_for_the_worker_has_no_evidence_yet(
    desk: Desk, moderator: Caller, rita: Principal
) -> None:
    desk.article()
    desk.post(rita)

    (entry,) = moderator.get(f"{PATH}?state=pending").get_json()["comments"]

    assert (entry["evidence"], entry["decision"], entry["reasons"], entry["parent"]) == (None, None, [], None)


@pytest.fixture
def queue(desk: Desk, rita: Principal) -> dict[str, str]:
    """Three held comments, oldest first: their ids by name."""
    sam = desk.reader("Sam")
    desk.article("one", mode=ArticleMode.HOLD_ALL, section="Tools")
    desk.article("two", mode=ArticleMode.HOLD_ALL, section="Culture")
    comments = {
        "first": desk.post(rita, "100 % agreed.", "one"),
        "second": desk.post(sam, "A longer thought, said calmly.", "one"),
        "third": desk.post(rita, "Nothing to add here.", "two"),
    }
    desk.judge()
    return {name: comment.id for name, comment in comments.items()}


FILTERS = [
    ("", ["first", "second", "third"]),
    ("order=newest", ["third", "second", "first"]),
    ("article=one", ["first", "second"]),
    ("article=unknown", []),
    ("section=Culture", ["third"]),
    ("author=sam", ["second"]),
    ("reason=hold_all", ["first", "second", "third"]),
    ("reason=slur", []),
    ("state=approved", []),
    ("q=100 %", ["first"]),
    ("q=CALMLY", ["second"]),
    ("q=%25", ["first"]),
    ("q=_", []),
    ("author=Rita&article=one", ["first"]),
]


def test_the_queue_can_be_narrowed(
    moderator: Caller, queue: dict[str, str], subtests: pytest.Subtests
) -> None:
    for query, expected in FILTERS:
        with subtests.test(query):
            answer = moderator.get(f"{PATH}?{query}").get_json()
            assert [entry["id"] for entry in answer["comments"]] == [queue[name] for name in expected]
            assert answer["count"] == len(expected)


def test_an_author_can_be_named_by_id(moderator: Caller, queue: dict[str, str], rita: Principal) -> None:
    assert moderator.get(f"{PATH}?author={rita.id}").get_json()["count"] == 2


def test_pages_follow_each_other(moderator: Caller, queue: dict[str, str]) -> None:
    first = moderator.get(f"{PATH}?limit=2").get_json()
    second = moderator.get(f"{PATH}?limit=2&cursor={first['next']}").get_json()

    entries = first["comments"] + second["comments"]
    assert [entry["id"] for entry in entries] == list(queue.values())
    assert (first["count"], second["count"], second["next"]) == (3, 3, None)


BAD_QUERIES = [
    ("state=published", {("state", "unknown_value")}),
    ("reason=because", {("reason", "unknown_value")}),
    ("order=top", {("order", "unknown_value")}),
    ("limit=1000", {("limit", "out_of_range")}),
    ("q=", {("q", "wrong_length")}),
    ("q=" + "a" * 201, {("q", "wrong_length")}),
    ("q=a%00b", {("q", "control_character")}),
    ("author=%00", {("author", "control_character")}),
    ("article=%00&section=%00", {("article", "control_character"), ("section", "control_character")}),
    ("text=x", {("text", "unknown_field")}),
    ("state=held&state=pending", {("state", "repeated")}),
]


def test_a_query_is_read_strictly(moderator: Caller, subtests: pytest.Subtests) -> None:
    for query, errors in BAD_QUERIES:
        with subtests.test(query[:40]):
            assert errors_in(moderator.get(f"{PATH}?{query}")) == errors
