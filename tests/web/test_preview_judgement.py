"""POST /moderation/preview"""

import pytest

from service.domain.articles import ArticleMode
from service.domain.principals import Principal
from tests.support.desk import Desk
from tests.web.callers import Caller, assert_problem, errors_in

PATH = "/moderation/preview"
LINKED = "The figures are at https://figures.example/2026 for all to see."


def codes(reasons: list[dict[str, str]]) -> list[str]:
    return [reason["code"] for reason in reasons]


def test_a_clean_text_would_be_approved_and_every_rule_says_why_it_did_not_fire(moderator: Caller) -> None:
    preview = moderator.post(PATH, json={"text": "The new compiler is twice as fast here."}).get_json()

    assert (preview["action"], codes(preview["reasons"])) == ("approve", ["clean"])
    assert preview["rules"]
    assert not any(rule["fired"] for rule in preview["rules"])
    assert all(rule["why_not"] for rule in preview["rules"])


def test_what_was_found_is_shown_with_its_place_in_the_text(moderator: Caller) -> None:
    preview = moderator.post(PATH, json={"text": LINKED}).get_json()

    (link,) = [signal for signal in preview["evidence"]["signals"] if signal["code"] == "link"]
    (span,) = link["spans"]
    assert LINKED[span["start"] : span["end"]] == "https://figures.example/2026"
    assert (link["exact"], link["count"]) == (True, 1)


def test_every_detector_is_named_with_its_version(moderator: Caller) -> None:
    preview = moderator.post(PATH, json={"text": "Hello."}).get_json()

    assert {"lexicon", "links", "toxicity"} <= {run["detector"] for run in preview["evidence"]["detectors"]}
    assert all(run["version"] and run["error"] is None for run in preview["evidence"]["detectors"])


def test_an_author_is_judged_by_their_record(desk: Desk, moderator: Caller, rita: Principal) -> None:
    of_nobody = moderator.post(PATH, json={"text": LINKED}).get_json()
    of_rita = moderator.post(PATH, json={"text": LINKED, "author": "rita"}).get_json()
    by_id = moderator.post(PATH, json={"text": LINKED, "author": rita.id}).get_json()

    assert (of_nobody["action"], of_rita["action"]) == ("approve", "hold")
    assert codes(of_rita["reasons"]) == ["link"]
    (fired,) = [rule for rule in of_rita["rules"] if rule["fired"]]
    assert (fired["reason"], fired["why_not"]) == ("link", [])
    assert by_id["reasons"] == of_rita["reasons"]


def test_an_article_is_judged_at_its_own_level(desk: Desk, moderator: Caller) -> None:
    desk.article(mode=ArticleMode.HOLD_ALL)

    preview = moderator.post(PATH, json={"text": "Hello.", "article": "sora-letter"}).get_json()

    assert (preview["action"], codes(preview["reasons"])) == ("hold", ["hold_all"])


def test_nothing_is_stored(desk: Desk, moderator: Caller, rita: Principal) -> None:
    desk.article()
    for _ in range(3):
        moderator.post(PATH, json={"text": LINKED, "author": "Rita", "article": "sora-letter"})

    queue = moderator.get("/moderation/queue").get_json()
    assert queue["count"] == 0
    assert desk.judge() == 0


@pytest.mark.parametrize(
    "given, field, code",
    [
        ({"text": "Hello.", "author": "Nobody"}, "author", "unknown_author"),
        ({"text": " "}, "text", "empty"),
        ({"text": "x" * 5_001}, "text", "too_long"),
        ({"text": "Hello.", "rule": "x"}, "rule", "unknown_field"),
    ],
)
def test_what_cannot_be_tried_is_named(
    moderator: Caller, given: dict[str, str], field: str, code: str
) -> None:
    answer = moderator.post(PATH, json=given)

    assert answer.status_code == 422
    assert (field, code) in errors_in(answer)


def test_an_unknown_article_is_not_found(moderator: Caller) -> None:
    answer = moderator.post(PATH, json={"text": "Hello.", "article": "nowhere"})
    assert_problem(answer, 404, "article_not_found")


def test_readers_and_strangers_may_not_try(reader: Caller, stranger: Caller) -> None:
    assert_problem(reader.post(PATH, json={"text": "Hello."}), 403, "not_allowed")
    assert_problem(stranger.post(PATH, json={"text": "Hello."}), 401, "not_signed_in")
