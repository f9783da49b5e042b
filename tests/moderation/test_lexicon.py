"""Strong words are found as they stand and in disguise; ordinary words are left alone."""

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.judgement import Context, Signal
from service.moderation.detectors.lexicon import LexiconDetector
from service.moderation.lexicon import lexicon
from service.moderation.normalise import Text
from service.moderation.signals import MAX_DETAILS, MAX_SPANS, SignalCode
from tests.moderation.texts import HOSTILE, MAX_CHARACTERS, hostile, steps_during

DATA = Path(__file__).parent / "data"
STRONG = tomllib.loads((DATA / "lexicon_strong.toml").read_text("utf-8"))
ORDINARY = tomllib.loads((DATA / "lexicon_ordinary.toml").read_text("utf-8"))
MOST_STEPS_FOR_A_CHARACTER = 60
"""A letter that may be the begin of a word, of a phrase and of several disguises."""


@pytest.fixture(scope="module")
def detector() -> LexiconDetector:
    return LexiconDetector(allowed=())


def found(detector: LexiconDetector, body: str, context: Context) -> dict[str, Signal]:
    """The signals by the entries that they name."""
    signals = detector.find(Text(body), context)
    return {entry: signal for signal in signals for entry in signal.detail.split(", ")}


def _plain_entries() -> Iterator[Any]:
    for group in STRONG["plain"]:
        for number, entry in enumerate(group["entries"]):
            yield pytest.param(
                entry,
                group["category"],
                group["severity"],
                id=f"{group['category']} {group['severity']} {number}",
            )


@pytest.mark.parametrize("entry, category, severity", list(_plain_entries()))
def test_a_strong_word_is_found_with_its_category_its_severity_and_its_place(
    detector: LexiconDetector, known_author: Context, entry: str, category: str, severity: int
) -> None:
    typed = entry.removesuffix("*")
    body = f"Caf\u00e9 \U0001f602: {typed.upper()}, then."
    signal = found(detector, body, known_author)[entry]
    assert (signal.code, signal.severity, signal.exact, signal.folded) == (category, severity, True, ())
    assert typed.upper() in [body[span.start : span.end] for span in signal.spans]


@pytest.mark.parametrize("number", range(len(STRONG["disguised"])))
def test_a_disguised_word_is_found_where_it_stands_and_the_entry_is_named(
    detector: LexiconDetector, known_author: Context, number: int
) -> None:
    typed, entry = list(STRONG["disguised"].items())[number]
    body = f"well, {typed} then"
    signal = found(detector, body, known_author)[entry]
    assert typed in [body[span.start : span.end] for span in signal.spans]
    assert signal.exact == (typed == entry)
    assert bool(signal.folded) == (not signal.exact)


@pytest.mark.parametrize(
    "frame", ['"{}"', "*{}*", "**{}**!", "_{}_", "({})", "so,{},so", "this/{}/that", "no...{}", "\n{}\n"]
)
def test_a_word_is_found_whatever_stands_around_it(
    detector: LexiconDetector, known_author: Context, frame: str
) -> None:
    for entry in STRONG["plain"][0]["entries"]:
        assert entry in found(detector, frame.format(entry), known_author)


@pytest.mark.parametrize("between", [" ", "  ", "\n", " \n\t ", "-", "\u00a0", " - "])
def test_a_phrase_is_found_across_anything_between_its_words(
    detector: LexiconDetector, known_author: Context, between: str
) -> None:
    phrases = [
        entry for group in STRONG["plain"] for entry in group["entries"] if " " in entry and "*" not in entry
    ]
    assert phrases
    for phrase in phrases:
        assert phrase in found(detector, between.join(phrase.split()), known_author)


@pytest.mark.parametrize("body", ORDINARY["sentences"])
def test_an_ordinary_sentence_has_nothing_that_a_moderator_wants_to_see(
    detector: LexiconDetector, known_author: Context, body: str
) -> None:
    assert [signal for signal in detector.find(Text(body), known_author) if signal.severity > 1] == []


def test_an_ordinary_word_has_nothing_that_a_moderator_wants_to_see(
    detector: LexiconDetector, known_author: Context
) -> None:
    grave = [
        (word, signal.detail)
        for word in ORDINARY["words"].split()
        for signal in detector.find(Text(word), known_author)
        if signal.severity > 1
    ]
    assert grave == []


def test_a_word_that_is_often_a_name_is_not_counted_as_part_of_one(
    detector: LexiconDetector, known_author: Context
) -> None:
    name = STRONG["also_a_name"]
    assert name in found(detector, f"you {name}", known_author)
    assert name in found(detector, f"YOU {name.upper()} YOU", known_author)
    assert name not in found(detector, f"I met {name.title()} Smith.", known_author)
    assert name not in found(detector, f"I met Jane {name.title()} there.", known_author)


def test_what_is_reported_may_pass_and_hides_nothing_graver(
    detector: LexiconDetector, known_author: Context
) -> None:
    class Reported(Text):
        def is_reported(self, start: int, end: int) -> bool:
            return self.body[start - 1 : start] == "'"

    milder, mildest = (STRONG["plain"][number]["entries"][0] for number in (1, 2))
    for reported in (milder, mildest, *(group["entries"][0] for group in STRONG["plain"][3:])):
        signals = detector.find(Reported(f"they read '{reported}' there"), known_author)
        assert {signal.severity for signal in signals} == {1}, reported
    grave = STRONG["plain"][0]["entries"][0]
    (signal,) = detector.find(Reported(f"they read '{milder}' and {grave} there"), known_author)
    assert signal.severity == 3


def test_strong_swearing_is_the_writers_own_but_in_quotation_marks(
    detector: LexiconDetector, known_author: Context
) -> None:
    swearing = STRONG["plain"][0]["entries"][0]
    for body, severity in (
        (f"Somebody shouted '{swearing}' from a window.", 1),
        (f"Somebody shouted {swearing} from a window.", 3),
    ):
        text = Text(body)
        assert text.is_reported(body.index(swearing), body.index(swearing) + len(swearing))
        (signal,) = detector.find(text, known_author)
        assert signal.severity == severity


@pytest.mark.parametrize("body", STRONG["swearing"]["lines"])
def test_a_comment_that_swears_has_something_that_a_moderator_wants_to_see(
    detector: LexiconDetector, known_author: Context, body: str
) -> None:
    assert max(signal.severity for signal in detector.find(Text(body), known_author)) > 1


def test_a_word_with_two_meanings_has_the_ordinary_one_in_its_company(
    detector: LexiconDetector, known_author: Context
) -> None:
    for row in ORDINARY["homographs"]:
        word = row["word"]
        assert word not in found(detector, row["ordinary"], known_author)
        assert word in found(detector, row["strong"], known_author)
        assert word in found(detector, row["aimed"], known_author)


def test_what_stands_there_and_what_is_disguised_are_two_signals_of_one_code(
    detector: LexiconDetector, known_author: Context
) -> None:
    milder, graver = STRONG["plain"][1]["entries"][0], STRONG["plain"][0]["entries"][0]
    signals = detector.find(Text(f"{milder} and {graver[::-1]}"), known_author)
    assert [(signal.code, signal.exact, signal.severity) for signal in signals] == [
        (SignalCode.PROFANITY, True, 2),
        (SignalCode.PROFANITY, False, 3),
    ]
    assert signals[0].score > signals[1].score


def test_an_allowed_word_is_not_found_in_any_form_or_disguise(known_author: Context) -> None:
    word, other = STRONG["plain"][1]["entries"][:2]
    detector = LexiconDetector(allowed=[word.upper()])
    typed = [word, word.upper(), word + "s", word[::-1], word[0] + word[1] * 4 + word[2:]]
    assert detector.find(Text(" ".join(typed)), known_author) == ()
    assert found(detector, f"{word} {other}", known_author).keys() == {other}


def test_a_phrase_and_a_single_spelling_can_be_allowed(known_author: Context) -> None:
    phrase = next(entry for group in STRONG["plain"] for entry in group["entries"] if " " in entry)
    assert phrase not in found(LexiconDetector(allowed=[phrase]), phrase, known_author)
    spelling, word = STRONG["plain"][0]["entries"][0][::-1], STRONG["plain"][0]["entries"][0]
    detector = LexiconDetector(allowed=[spelling])
    assert detector.find(Text(spelling), known_author) == ()
    assert detector.find(Text(word), known_author)


@pytest.mark.parametrize("number", ["455", "717", "7175", "5318008", "1", "0", "4u", "b4", "2nd"])
def test_a_number_is_never_a_word(detector: LexiconDetector, known_author: Context, number: str) -> None:
    assert detector.find(Text(f"It cost {number} pounds."), known_author) == ()


def test_the_evidence_stays_small_however_much_is_found(
    detector: LexiconDetector, known_author: Context
) -> None:
    words = [entry for group in STRONG["plain"] for entry in group["entries"]]
    body = " ".join(words * 100)[:MAX_CHARACTERS]
    for signal in detector.find(Text(body), known_author):
        assert len(signal.spans) <= MAX_SPANS
        assert signal.detail.count(",") <= MAX_DETAILS
        assert signal.count >= len(signal.spans)


@pytest.mark.parametrize("kind", HOSTILE)
def test_no_text_takes_more_than_some_steps_for_each_character(
    detector: LexiconDetector, known_author: Context, kind: str
) -> None:
    text = Text(hostile(HOSTILE[kind], 2 * MAX_CHARACTERS))
    _ = text.words, text.disguises, text.folded
    detector.find(Text("loads the lists"), known_author)
    assert steps_during(lambda: detector.find(text, known_author)) <= MOST_STEPS_FOR_A_CHARACTER * len(
        text.body
    )


def test_a_word_that_repeats_an_entry_takes_steps_in_proportion_to_its_length(
    detector: LexiconDetector, known_author: Context
) -> None:
    unit = STRONG["plain"][0]["entries"][0]

    def steps(characters: int) -> int:
        text = Text(hostile(unit, characters))
        _ = text.words, text.disguises, text.folded
        return steps_during(lambda: detector.find(text, known_author))

    assert steps(10_000) <= 12 * steps(1_000) + 100


@given(body=st.text(max_size=300))
@settings(deadline=None, max_examples=200)
def test_every_span_lies_in_the_text_whatever_the_text_is(
    detector: LexiconDetector, known_author: Context, body: str
) -> None:
    for signal in detector.find(Text(body), known_author):
        assert all(0 <= span.start < span.end <= len(body) for span in signal.spans)


def test_the_version_tells_the_lists_and_the_package_apart(detector: LexiconDetector) -> None:
    assert detector.version == LexiconDetector(allowed=["x"]).version
    assert detector.version.endswith("+0.7.0")


def test_the_lists_are_loaded_once_and_a_failure_is_raised_when_they_are_first_needed(
    monkeypatch: pytest.MonkeyPatch, known_author: Context
) -> None:
    lexicon.cache_clear()
    monkeypatch.setitem(sys.modules, "better_profanity", None)
    detector = LexiconDetector(allowed=())
    with pytest.raises(ImportError):
        detector.find(Text("anything"), known_author)
    monkeypatch.undo()
    assert detector.find(Text("anything"), known_author) == ()
    assert lexicon() is lexicon()
