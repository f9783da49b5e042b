"""The magazine's own words are found as they stand, and in disguise."""

import pytest

from service.domain.judgement import Context
from service.moderation.detectors.words import WordDetector
from service.moderation.normalise import Disguise, DisguiseKind, Text
from tests.moderation.texts import HOSTILE, MAX_CHARACTERS, hostile, steps_during

MOST_STEPS_FOR_A_CHARACTER = 40


def test_blocked_and_suspect_words_give_one_signal_each(known_author: Context) -> None:
    detector = WordDetector(blocked=["acme"], suspect=["buy follow*"])
    signals = detector.find(Text("Acme: buy followers at ACME"), known_author)
    assert [(signal.code, signal.detail, len(signal.spans), signal.exact) for signal in signals] == [
        ("blocked_word", "acme", 2, True),
        ("suspect_word", "buy follow*", 1, True),
    ]


def test_a_text_without_own_words_gives_no_signal(known_author: Context) -> None:
    assert WordDetector(["acme"], ["buy followers"]).find(Text("Nothing here."), known_author) == ()
    assert WordDetector([], []).find(Text("acme"), known_author) == ()


@pytest.mark.parametrize(
    "typed",
    ["4cme", "acmeeee", "a.c.m.e", "a c m e", "\u0430cme", "ac\u200bme", "AC\u041cE"],
)
def test_a_disguised_word_is_found_but_not_as_typed(known_author: Context, typed: str) -> None:
    body = f"try {typed} today"
    (signal,) = WordDetector(["acme"], []).find(Text(body), known_author)
    assert (signal.code, signal.exact, signal.folded) == ("blocked_word", False, ("acme",))
    assert [body[span.start : span.end] for span in signal.spans] == [typed]


def test_a_phrase_with_a_disguised_word_is_found_but_not_as_typed(known_author: Context) -> None:
    body = "so buy f0ll0wers here"
    (signal,) = WordDetector([], ["buy follow*"]).find(Text(body), known_author)
    assert (signal.code, signal.exact) == ("suspect_word", False)
    assert [body[span.start : span.end] for span in signal.spans] == ["buy f0ll0wers"]


def test_what_stands_there_and_what_is_disguised_are_two_signals_of_one_code(known_author: Context) -> None:
    text = Text("acme and more")
    text.__dict__["disguises"] = (Disguise("acme", 9, 13, DisguiseKind.LEET),)
    signals = WordDetector(["acme"], []).find(text, known_author)
    assert [(signal.exact, [(span.start, span.end) for span in signal.spans]) for signal in signals] == [
        (True, [(0, 4)]),
        (False, [(9, 13)]),
    ]
    assert signals[0].score > signals[1].score


@pytest.mark.parametrize("kind", HOSTILE)
def test_ten_thousand_words_take_no_more_steps_than_ten_whatever_the_text(
    known_author: Context, kind: str
) -> None:
    entries = [f"word{number}" for number in range(10_000)]
    text = Text(hostile(HOSTILE[kind], 2 * MAX_CHARACTERS))
    _ = text.words, text.disguises

    def steps(entries: list[str]) -> int:
        detector = WordDetector((), entries)
        return steps_during(lambda: detector.find(text, known_author))

    assert steps(entries) <= steps(entries[:10]) <= MOST_STEPS_FOR_A_CHARACTER * len(text.body)


@pytest.mark.parametrize(
    "body, found",
    [("the acme prize of 2026", []), ("acme and the acme prize", ["acme"]), ("an acme prize", [])],
)
def test_a_word_inside_an_allowed_phrase_is_not_taken_for_a_blocked_one(
    known_author: Context, body: str, found: list[str]
) -> None:
    signals = WordDetector(["acme"], [], allowed=["acme prize"]).find(Text(body), known_author)
    places = [(span.start, span.end) for signal in signals for span in signal.spans]
    assert [body[start:end] for start, end in places] == found
    assert all(start == 0 for start, _ in places)
