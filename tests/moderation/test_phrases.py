"""Threats, insults, attacks on identities and telling people to harm themselves are found in any wording."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.articles import ArticleMode
from service.domain.judgement import Context, Signal
from service.moderation.detectors.phrases import PhraseDetector
from service.moderation.normalise import Text
from tests.moderation.texts import HOSTILE, hostile, steps_during

DATA = Path(__file__).parent / "data"
CONTEXT = Context(ArticleMode.AUTO, author_approved_count=50, author_same_text_count=0)
DETECTOR = PhraseDetector()

LEAST = {"threat": 3, "self_harm": 3, "personal_attack": 2, "identity_attack": 2}
"""The severity from which on an attack of each kind counts as found."""

LEAST_FOUND_APART = 0.9
MOST_FLAGGED_APART = 0.04


def data(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / f"phrases_{name}.toml").read_text("utf-8"))


def find(body: str) -> dict[str, Signal]:
    return {signal.code: signal for signal in DETECTOR.find(Text(body), CONTEXT)}


def severity(body: str) -> int:
    return max((signal.severity for signal in find(body).values()), default=0)


@pytest.mark.parametrize(
    "code, body", [(code, body) for code, bodies in data("attacks").items() for body in bodies]
)
def test_an_attack_is_found(code: str, body: str) -> None:
    assert severity(body) >= LEAST[code], find(body)


@pytest.mark.parametrize("body", data("harmless")["built_on"])
def test_a_sentence_that_looks_like_an_attack_is_none(body: str) -> None:
    assert severity(body) <= 1, find(body)


def test_most_attacks_are_found_that_no_form_was_written_for() -> None:
    apart = [(code, body) for code, bodies in data("attacks_apart").items() for body in bodies]
    missed = [body for code, body in apart if severity(body) < LEAST[code]]
    assert len(missed) <= (1 - LEAST_FOUND_APART) * len(apart), missed


def test_few_harmless_sentences_are_flagged_that_no_form_was_written_for() -> None:
    apart = data("harmless")["kept_apart"]
    flagged = [body for body in apart if severity(body) > 1]
    assert len(flagged) <= MOST_FLAGGED_APART * len(apart), flagged


@pytest.mark.parametrize("sentence", data("spans")["sentence"], ids=lambda sentence: sentence["text"])
def test_a_signal_points_to_the_words_of_the_attack(sentence: dict[str, Any]) -> None:
    before, attack, behind = sentence["text"].replace("›", "‹").split("‹")
    signal = find(before + attack + behind)[sentence["code"]]
    assert (signal.severity, signal.spans[0].start, signal.spans[0].end) == (
        sentence["severity"],
        len(before),
        len(before + attack),
    )


@pytest.mark.parametrize("body", data("stance")["reported"])
def test_what_is_only_reported_may_pass(body: str) -> None:
    assert severity(body) <= 1, find(body)


@pytest.mark.parametrize("body", data("stance")["said"])
def test_what_looks_like_a_report_and_is_said_all_the_same_keeps_its_severity(body: str) -> None:
    assert severity(body) >= 2


def test_a_signal_names_the_forms_in_words_for_moderators() -> None:
    signal = find(data("attacks")["self_harm"][0])["self_harm"]
    assert "somebody" in signal.detail
    assert signal.exact


def test_the_signals_are_among_those_that_the_detector_declares() -> None:
    every = " ".join(body for bodies in data("attacks").values() for body in bodies)
    assert set(find(every)) == {str(code) for code in PhraseDetector.codes}


@pytest.mark.parametrize("body", ["", " ", "...", "?!", "\n\n", "'", "\ud800"])
def test_a_text_without_words_has_no_attack(body: str) -> None:
    assert find(body) == {}


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["you", "are", "an", "idiot", ".", "'", "\n", "kill", "yourself", "all", "muslims", "🙂", "é"]
        )
    )
)
def test_spans_stay_inside_the_text_and_hold_something(pieces: list[str]) -> None:
    body = " ".join(pieces)
    for signal in find(body).values():
        for span in signal.spans:
            assert 0 <= span.start < span.end <= len(body)


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_twice_the_text_is_at_most_twice_the_work(unit: str) -> None:
    def steps(characters: int) -> int:
        text = Text(hostile(unit, characters))
        list(text.words)
        return steps_during(lambda: DETECTOR.find(text, CONTEXT))

    steps(100)
    assert steps(10_000) <= 2.2 * steps(5_000) + 100
