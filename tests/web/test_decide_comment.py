"""GET /moderation/comments/{id}, and POST .../approve and .../reject"""

from typing import Any

import pytest

from service.domain.articles import ArticleMode
from service.domain.comments import Comment
from service.domain.principals import Principal
from service.domain.states import State
from tests.support.desk import Desk
from tests.web.callers import BrowserOf, Caller, assert_problem, errors_in


@pytest.fixture
def held(desk: Desk, rita: Principal) -> Comment:
    """A comment of Rita's that waits for a moderator."""
    desk.article(mode=ArticleMode.HOLD_ALL)
    comment = desk.post(rita, "Well said.")
    desk.judge()
    assert desk.state(comment) is State.HELD
    return comment


@pytest.fixture
def max_(desk: Desk, browser_of: BrowserOf) -> Caller:
    """Another moderator's browser."""
    return browser_of(desk.moderator("Max"))


def address(comment: Comment, act: str = "") -> str:
    return f"/moderation/comments/{comment.id}{act and '/'}{act}"


def test_an_approval_is_recorded_and_readers_see_the_comment_at_once(
    moderator: Caller, stranger: Caller, held: Comment, mona: Principal
) -> None:
    standing = moderator.get(address(held)).get_json()["decision"]

    answer = moderator.post(address(held, "approve"), json={"revision": 1, "note": "Fair point."})

    assert answer.status_code == 200
    comment = answer.get_json()["comment"]
    assert (comment["id"], comment["state"]) == (held.id, "approved")
    decision = answer.get_json()["decision"]
    assert (decision["action"], decision["state"], decision["revision"]) == ("approve", "approved", 1)
    assert decision["actor"] == {"kind": "moderator", "id": mona.id, "name": "Mona"}
    assert (decision["note"], decision["replaces"]) == ("Fair point.", standing["id"])
    assert stranger.get(f"/comments/{held.id}").get_json()["body"] == "Well said."
    assert stranger.get("/articles/sora-letter/comments").get_json()["count"] == 1


def test_a_rejection_tells_the_author_why_and_hides_the_comment(
    moderator: Caller, stranger: Caller, reader: Caller, held: Comment
) -> None:
    moderator.post(address(held, "approve"), json={"revision": 1})

    answer = moderator.post(
        address(held, "reject"),
        json={"revision": 1, "reason": "insult", "note": "Third time.", "message": "Please argue the point."},
    )

    assert (answer.status_code, answer.get_json()["comment"]["state"]) == (200, "rejected")
    assert stranger.get("/articles/sora-letter/comments").get_json() == {
        "comments": [],
        "count": 0,
        "next": None,
    }
    told = reader.get(f"/comments/{held.id}")
    assert told.get_json()["reasons"] == [{"code": "insult", "message": "Please argue the point."}]
    assert "Third time." not in told.text


def test_whoever_comes_second_is_told_how_the_comment_stands(
    moderator: Caller, max_: Caller, held: Comment
) -> None:
    first = moderator.post(address(held, "approve"), json={"revision": 1})

    second = max_.post(address(held, "reject"), json={"revision": 1, "reason": "off_topic"})

    assert_problem(second, 409, "decision_conflict")
    assert second.get_json()["decision"] == first.get_json()["decision"]
    assert (second.get_json()["state"], second.get_json()["revision"]) == ("approved", 1)
    assert "Mona" in second.get_json()["detail"]


def test_a_decision_of_somebody_else_is_overruled_by_naming_it(
    moderator: Caller, max_: Caller, held: Comment
) -> None:
    first = moderator.post(address(held, "approve"), json={"revision": 1}).get_json()["decision"]

    second = max_.post(
        address(held, "reject"), json={"revision": 1, "reason": "off_topic", "replaces": first["id"]}
    )

    assert second.status_code == 200
    assert second.get_json()["decision"]["replaces"] == first["id"]
    third = moderator.post(address(held, "approve"), json={"revision": 1, "replaces": first["id"]})
    assert_problem(third, 409, "decision_conflict")


def test_ones_own_decision_can_be_changed_without_further_ado(moderator: Caller, held: Comment) -> None:
    assert moderator.post(address(held, "approve"), json={"revision": 1}).status_code == 200
    assert moderator.post(address(held, "reject"), json={"revision": 1, "reason": "spam"}).status_code == 200
    assert moderator.post(address(held, "approve"), json={"revision": 1}).status_code == 200


def test_a_decision_about_another_revision_changes_nothing(
    desk: Desk, moderator: Caller, held: Comment
) -> None:
    answer = moderator.post(address(held, "approve"), json={"revision": 2})

    assert_problem(answer, 409, "decision_conflict")
    assert (answer.get_json()["state"], answer.get_json()["revision"]) == ("held", 1)
    assert desk.state(held) is State.HELD


def test_a_comment_that_is_approved_already_is_not_approved_again(moderator: Caller, held: Comment) -> None:
    moderator.post(address(held, "approve"), json={"revision": 1})

    assert_problem(moderator.post(address(held, "approve"), json={"revision": 1}), 409, "decision_conflict")


def test_a_comment_can_be_decided_before_any_worker_looked_at_it(
    desk: Desk, moderator: Caller, rita: Principal
) -> None:
    desk.article()
    comment = desk.post(rita)

    decided = moderator.post(address(comment, "reject"), json={"revision": 1, "reason": "spam"})
    desk.judge()

    assert decided.status_code == 200
    assert decided.get_json()["decision"]["replaces"] is None
    assert desk.state(comment) is State.REJECTED


WRONG: list[tuple[str, str, dict[str, Any], set[tuple[str, str]]]] = [
    ("no revision", "approve", {}, {("revision", "required")}),
    ("revision 0", "approve", {"revision": 0}, {("revision", "out_of_range")}),
    ("a huge revision", "approve", {"revision": 10**30}, {("revision", "out_of_range")}),
    ("a text", "approve", {"revision": "1"}, {("revision", "wrong_type")}),
    ("true", "approve", {"revision": True}, {("revision", "wrong_type")}),
    ("a fraction", "approve", {"revision": 1.0}, {("revision", "wrong_type")}),
    ("a reason to approve", "approve", {"revision": 1, "reason": "spam"}, {("reason", "unknown_field")}),
    ("a long note", "approve", {"revision": 1, "note": "a" * 2_001}, {("note", "wrong_length")}),
    ("a NUL in the note", "approve", {"revision": 1, "note": "\0"}, {("note", "control_character")}),
    ("a NUL in replaces", "approve", {"revision": 1, "replaces": "\0"}, {("replaces", "control_character")}),
    ("no reason", "reject", {"revision": 1}, {("reason", "required")}),
    ("null", "reject", {"revision": 1, "reason": None}, {("reason", "wrong_type")}),
    ("no known reason", "reject", {"revision": 1, "reason": "taste"}, {("reason", "unknown_reason")}),
    ("automation's reason", "reject", {"revision": 1, "reason": "clean"}, {("reason", "unknown_reason")}),
    ("no words", "reject", {"revision": 1, "reason": "spam", "message": ""}, {("message", "wrong_length")}),
    (
        "several at once",
        "reject",
        {"revision": -1, "note": 5, "undo": True},
        {
            ("revision", "out_of_range"),
            ("note", "wrong_type"),
            ("undo", "unknown_field"),
            ("reason", "required"),
        },
    ),
]


def test_wrong_fields_are_all_named_and_nothing_is_decided(
    desk: Desk, moderator: Caller, held: Comment, subtests: pytest.Subtests
) -> None:
    for name, act, body, errors in WRONG:
        with subtests.test(name):
            assert errors_in(moderator.post(address(held, act), json=body)) == errors
    assert desk.state(held) is State.HELD


def test_what_replaces_nothing_that_stands_is_a_conflict(moderator: Caller, held: Comment) -> None:
    answer = moderator.post(address(held, "approve"), json={"revision": 1, "replaces": "not an id"})

    assert_problem(answer, 409, "decision_conflict")


def test_an_unknown_comment_cannot_be_decided(moderator: Caller, subtests: pytest.Subtests) -> None:
    for comment_id in ("0123456789ABCDEFGHJKMNPQRS", "x", "%00", "%FF"):
        for act, body in (("approve", {"revision": 1}), ("reject", {"revision": 1, "reason": "spam"})):
            with subtests.test(comment_id=comment_id, act=act):
                answer = moderator.post(f"/moderation/comments/{comment_id}/{act}", json=body)
                assert_problem(answer, 404, "comment_not_found")


def test_the_dossier_holds_everything_that_was_recorded(
    moderator: Caller, held: Comment, mona: Principal
) -> None:
    moderator.post(address(held, "approve"), json={"revision": 1, "note": "Fine."})
    moderator.post(address(held, "reject"), json={"revision": 1, "reason": "other"})

    dossier = moderator.get(address(held)).get_json()

    assert (dossier["id"], dossier["state"], dossier["revision"]) == (held.id, "rejected", 1)
    assert [(each["number"], each["body"]) for each in dossier["revisions"]] == [(1, "Well said.")]
    acts = [(each["action"], each["actor"]["name"]) for each in dossier["decisions"]]
    assert acts == [("hold", None), ("approve", "Mona"), ("reject", "Mona")]
    chain = [each["replaces"] for each in dossier["decisions"]]
    assert chain == [None, dossier["decisions"][0]["id"], dossier["decisions"][1]["id"]]
    assert dossier["decision"] == dossier["decisions"][2]
    (judgement,) = dossier["judgements"]
    assert (judgement["action"], judgement["applied"]) == ("hold", True)
    assert dossier["decisions"][0]["judgement_id"] == judgement["id"]
    assert dossier["evidence"] == judgement["evidence"]
    assert dossier["signals"] == judgement["evidence"]["signals"]
    assert dossier["reasons"][0]["code"] == "other"
