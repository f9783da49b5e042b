"""A text with more findings than are looked at takes no longer, and none of it is excused."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from service.domain.articles import ArticleMode
from service.domain.judgement import Context, Span
from service.moderation.attacks import load_attacks
from service.moderation.attacks.grammar import MAX_FOUND as MAX_ATTACKS
from service.moderation.attacks.grammar import MAX_PLACES, Found
from service.moderation.detectors.phrases import PhraseDetector
from service.moderation.detectors.spam import SpamDetector
from service.moderation.normalise import Text
from service.moderation.spam.lists import spam_lists
from service.moderation.spam.wordings import MAX_FOUND as MAX_WORDINGS
from service.moderation.stance import reported_spans
from tests.moderation.texts import hostile, steps_during

DATA = Path(__file__).parent / "data"
CONTEXT = Context(ArticleMode.AUTO, author_approved_count=50, author_same_text_count=0)
CHARACTERS = 10_000
TO_BE_SEEN = 2
"""The severity of what a moderator wants to see."""
MOST_STEPS_FOR_A_CHARACTER = 12


def data(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / name).read_text("utf-8"))


ATTACKS = " ".join(body for bodies in data("phrases_attacks.toml").values() for body in bodies) + " "
REPORTED = data("phrases_stance.toml")["reported"]
SPAM = "\n".join(line for lines in data("spam_lines.toml").values() for line in lines) + "\n"


def attacks(body: str) -> list[Found]:
    return load_attacks().find(body, Text(body).words)


def severity(body: str) -> int:
    return max((signal.severity for signal in PhraseDetector().find(Text(body), CONTEXT)), default=0)


def test_of_many_attacks_some_hundred_are_given_and_the_last_says_that_there_may_be_more() -> None:
    found = attacks(hostile(ATTACKS, CHARACTERS))
    assert len(found) == MAX_ATTACKS
    assert found[-1].cut_off


def test_an_ordinary_finding_is_not_cut_off() -> None:
    found = [one for body in REPORTED for one in attacks(body)]
    assert found
    assert not any(one.cut_off for one in found)


def test_an_attack_that_is_said_too_often_to_be_read_to_its_end_is_not_excused_as_a_report() -> None:
    attacking = [body for body in REPORTED if any("severity" in found.row for found in attacks(body))]
    excused = [body for body in attacking if severity(body) < TO_BE_SEEN]
    assert excused
    assert all(severity(f"{body} " * (MAX_PLACES + 1)) >= TO_BE_SEEN for body in excused)


def test_a_text_with_the_words_of_more_attacks_than_are_looked_for_is_for_a_moderator() -> None:
    words = {
        word for bodies in data("phrases_attacks.toml").values() for body in bodies for word in body.split()
    }
    every = " ".join(sorted(word.strip(".,!?") for word in words))
    assert "too-many" in {one.row["id"] for one in attacks(every)}
    assert severity(every) >= TO_BE_SEEN


def test_spam_with_more_wordings_than_are_looked_for_is_for_a_moderator_from_the_first_to_the_last() -> None:
    text = Text(hostile(SPAM, CHARACTERS))
    found = spam_lists().wordings.find(text)
    assert len(found) == MAX_WORDINGS
    whole = Span(min(one.span.start for one in found), max(one.span.end for one in found))
    signals = {signal.code: signal for signal in SpamDetector().find(text, CONTEXT)}
    assert whole in signals["promotion"].spans
    assert signals["promotion"].severity >= TO_BE_SEEN


@pytest.mark.parametrize(
    "unit", [ATTACKS, SPAM, 'he said that the word "x" and ', 'said "x" but you, you ', "you "]
)
def test_a_text_of_nothing_but_findings_takes_a_few_steps_a_character(unit: str) -> None:
    text = Text(hostile(unit, CHARACTERS))
    words, quoted, _ = text.words, text.quoted, text.disguises

    def find() -> None:
        reported_spans(text.body, words, quoted)
        PhraseDetector().find(text, CONTEXT)
        SpamDetector().find(text, CONTEXT)

    find()
    assert steps_during(find) <= MOST_STEPS_FOR_A_CHARACTER * CHARACTERS
