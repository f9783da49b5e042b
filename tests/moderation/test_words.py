"""The magazine's own words and phrases match whole, in any spelling of the spaces."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.judgement import Context, Signal
from service.moderation.detectors.words import WordDetector
from service.moderation.normalise import Text, fold
from service.moderation.phrases import PhraseIndex, fault_of
from tests.moderation.texts import hostile, steps_during


def places(body: str, *entries: str) -> list[str]:
    return [body[match.start : match.end] for match in PhraseIndex(entries).matches(Text(body).words)]


@pytest.mark.parametrize(
    "entry, body, expected",
    [
        ("acme", "Buy Acme now", ["Acme"]),
        ("acme", "ACME's own", ["ACME"]),
        ("acme", "'acme', \u201cacme\u201d and *acme*", ["acme", "acme", "acme"]),
        ("acme", "\uff21\uff43\uff4d\uff45", ["\uff21\uff43\uff4d\uff45"]),
        ("acme", "x_acme_x", ["acme"]),
        ("acme", "acmes and pacme", []),
        ("STRASSE", "Stra\u00dfe", ["Stra\u00dfe"]),
        ("compan*", "A company of companies", ["company", "companies"]),
        ("compan*", "compan", ["compan"]),
        ("compan*", "accompany", []),
        ("buy followers", "buy followers", ["buy followers"]),
        ("buy followers", "Buy   followers", ["Buy   followers"]),
        ("buy followers", "buy\n\nfollowers", ["buy\n\nfollowers"]),
        ("buy followers", "buy-followers!", ["buy-followers"]),
        ("buy  followers", "buy followers", ["buy followers"]),
        ("buy followers", "buy more followers", []),
        ("buy followers", "buy", []),
        ("buy follow*", "buy following", ["buy following"]),
        ("e-mail", "an e mail, an e\u2011mail", ["e mail", "e\u2011mail"]),
        ("\u0441\u043f\u0430\u043c", "\u0421\u041f\u0410\u041c", ["\u0421\u041f\u0410\u041c"]),
    ],
)
def test_an_entry_matches(entry: str, body: str, expected: list[str]) -> None:
    assert places(body, entry) == expected


def test_the_longest_entry_at_a_place_is_the_one_reported() -> None:
    matches = PhraseIndex(["make", "make money", "make money online", "mak*"]).matches(
        Text("make money online today, making it").words
    )
    assert [match.entry for match in matches] == ["make money online", "mak*"]


def test_two_phrases_that_overlap_are_both_found() -> None:
    assert places("one two three", "one two", "two three") == ["one two", "two three"]


@pytest.mark.parametrize("entry", ["acme", "acme corp", "acme*", "acme cor*", "e-mail", "3d", "\u6f22\u5b57"])
def test_an_entry_that_can_be_looked_for_has_no_fault(entry: str) -> None:
    assert fault_of(entry) is None


@pytest.mark.parametrize(
    "entry, fault",
    [
        ("", "would match nothing"),
        ("*", "would match nothing"),
        ("!?", "would match nothing"),
        ("ac*me", "at the end only"),
        ("ac* me", "at the end only"),
        ("acme**", "at the end only"),
        ("c++", "begins and ends with a letter"),
        (".net", "begins and ends with a letter"),
        ("#acme", "begins and ends with a letter"),
        ("ac*", "At least 3 letters"),
        ("the ac*", "At least 3 letters"),
        ("a" * 101, "100 is the most"),
    ],
)
def test_an_entry_that_cannot_be_looked_for_has_a_fault(entry: str, fault: str) -> None:
    assert fault in (fault_of(entry) or "")


@given(
    entry=st.lists(st.text("abc\u00df\u0130\ufb01x", min_size=1, max_size=5), min_size=1, max_size=4).map(
        " ".join
    ),
    before=st.text(" .,\n", max_size=3),
)
@settings(deadline=None)
def test_every_entry_is_found_in_itself(entry: str, before: str) -> None:
    body = before + entry
    assert fold(entry) in [fold(place) for place in places(body, entry)]


def test_blocked_and_suspect_words_give_one_signal_each(known_author: Context) -> None:
    detector = WordDetector(blocked=["acme"], suspect=["buy follow*"])
    signals = detector.find(Text("Acme: buy followers at ACME"), known_author)
    assert [(signal.code, signal.detail, len(signal.spans)) for signal in signals] == [
        ("blocked_word", "acme", 2),
        ("suspect_word", "buy follow*", 1),
    ]


def test_a_text_without_own_words_gives_no_signal(known_author: Context) -> None:
    assert WordDetector(["acme"], ["buy followers"]).find(Text("Nothing here."), known_author) == ()


@pytest.mark.parametrize(
    "kind, entries",
    [
        ("words", [f"word{number}" for number in range(10_000)]),
        ("phrases that begin alike", [f"the word{number}" for number in range(10_000)]),
        ("beginnings", [f"begin{number}*" for number in range(10_000)]),
    ],
)
def test_ten_thousand_entries_take_no_more_steps_than_ten(
    known_author: Context, kind: str, entries: list[str]
) -> None:
    body = hostile("the quick fox begins the word again ")
    few, many = (WordDetector((), some) for some in (entries[:10], entries))

    def steps(detector: WordDetector) -> int:
        text = Text(body)
        return steps_during(lambda: detector.find(text, known_author))

    # Beginnings are looked up once for each length that they have, and 10,000 of them have four.
    assert steps(many) <= steps(few) * (4 if kind == "beginnings" else 1)
    found = many.find(Text(f"x {entries[-1].removesuffix('*')} x"), known_author)
    assert isinstance(found[0], Signal)
