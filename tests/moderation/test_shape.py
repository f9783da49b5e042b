"""How a text is written: in capitals, over and over, at many people."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from service.domain.judgement import Context, Signal
from service.moderation.detectors.shape import MAX_MENTIONS, ShapeDetector
from service.moderation.normalise import Text
from tests.moderation.texts import HOSTILE, hostile, steps_during

DATA: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent / "data" / "shape_of_texts.toml").read_text("utf-8")
)


def found(context: Context, body: str) -> tuple[Signal, ...]:
    return ShapeDetector().find(Text(body), context)


@pytest.mark.parametrize("case", DATA["found"], ids=lambda case: case["text"][:30])
def test_an_unusual_shape_is_found_and_pointed_to(known_author: Context, case: dict[str, Any]) -> None:
    (signal,) = found(known_author, case["text"])
    assert (signal.code, signal.severity) == (case["code"], case.get("severity", 1))
    assert [case["text"][span.start : span.end] for span in signal.spans] == case["spans"]
    assert 0 < signal.score <= 1


@pytest.mark.parametrize("text", DATA["ordinary"]["texts"], ids=lambda text: text[:30])
def test_an_ordinary_shape_is_left_alone(known_author: Context, text: str) -> None:
    assert found(known_author, text) == ()


LONG = {
    "shouting": "WHY DOES NOBODY EVER LISTEN TO WHAT THE READERS OF THIS MAGAZINE HAVE TO SAY ABOUT IT? " * 4,
    "repetition": "Buy it here and buy it today, my friends! " * 8,
    "a single letter": "a" * 200,
    "a single word": "spam " * 40,
    "signs": "!" * 300,
}


@pytest.mark.parametrize("body", LONG.values(), ids=LONG.keys())
def test_what_is_most_of_a_longer_text_is_severe(known_author: Context, body: str) -> None:
    assert max(signal.severity for signal in found(known_author, body)) == 2


@pytest.mark.parametrize("names, severity", [(MAX_MENTIONS, None), (MAX_MENTIONS + 1, 1), (10, 2), (40, 2)])
def test_many_people_addressed_are_counted_each_once(
    known_author: Context, names: int, severity: int | None
) -> None:
    body = " ".join(f"@reader_{number} @READER_{number}" for number in range(names))
    signals = [signal for signal in found(known_author, body) if signal.code == "mentions"]
    assert [signal.severity for signal in signals] == ([severity] if severity else [])
    assert all(signal.detail == f"{names} names" for signal in signals)


def test_addresses_of_mail_and_of_pages_are_no_mentions(known_author: Context) -> None:
    body = " ".join(f"ann@host{number}.example https://host.example/@reader{number}" for number in range(9))
    assert [signal for signal in found(known_author, body) if signal.code == "mentions"] == []


def test_letters_outside_ascii_are_letters(known_author: Context) -> None:
    (shouting,) = found(known_author, "ПОЧЕМУ НИКТО НЕ СЛУШАЕТ ЧИТАТЕЛЕЙ ЭТОГО ЖУРНАЛА")
    assert shouting.code == "shouting"
    (repetition,) = found(known_author, "Das ist schööööööööön gesagt.")
    assert repetition.code == "repetition"


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE.keys())
def test_the_work_grows_with_the_length_of_the_text_and_with_nothing_else(
    known_author: Context, unit: str
) -> None:
    body = hostile(unit, 10_000)
    text = Text(body)
    # Made before the count: this is about the detector.
    assert len(text.words) <= len(body)
    assert text.is_overloaded in (True, False)
    assert steps_during(lambda: ShapeDetector().find(text, known_author)) < 10 * len(body)


def test_more_disguised_words_than_can_be_looked_at_are_a_reason_to_look(known_author: Context) -> None:
    (signal,) = ShapeDetector().find(Text("f*k " * 1_200), known_author)
    assert (signal.code, signal.severity, signal.spans) == ("repetition", 2, ())
    assert signal.detail == "more disguised words than can be looked at"
