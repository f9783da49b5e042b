"""A text that quotes, reports or condemns words is told from one that speaks them."""

import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.judgement import Span
from service.moderation.normalise import Text
from service.moderation.stance import reported_spans
from tests.moderation.texts import HOSTILE, hostile, steps_during

STANCE: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent / "data" / "phrases_stance.toml").read_text("utf-8")
)


def reported(body: str) -> tuple[Span, ...]:
    text = Text(body)
    return reported_spans(body, text.words, text.quoted)


@pytest.mark.parametrize("body", STANCE["reported"])
def test_a_report_is_told(body: str) -> None:
    assert reported(body)


@pytest.mark.parametrize("marked", [part for part in STANCE["parts"] if "‹" in part])
def test_the_words_that_are_reported_are_covered(marked: str) -> None:
    before, words, behind = marked.replace("›", "‹").split("‹")
    begin, end = len(before), len(before + words)
    assert any(span.start <= begin and end <= span.end for span in reported(before + words + behind))


@pytest.mark.parametrize("body", [part for part in STANCE["parts"] if "‹" not in part])
def test_the_last_words_of_a_text_that_speaks_to_the_reader_are_not_covered(body: str) -> None:
    assert not any(span.end >= len(body.rstrip(".")) for span in reported(body))


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["he", "said", '"', "the", "word", ".", "\n", "> ", "you", ",", "stop", "it is", "wrong"]
        )
    )
)
def test_spans_are_in_order_and_do_not_touch(pieces: list[str]) -> None:
    body = " ".join(pieces)
    spans = reported(body)
    assert all(0 <= span.start < span.end <= len(body) for span in spans)
    assert all(one.end < other.start for one, other in pairwise(spans))


@pytest.mark.parametrize("unit", [*HOSTILE.values(), 'he said "a" ', "> said\n", "stop saying "])
def test_twice_the_text_is_at_most_twice_the_work(unit: str) -> None:
    def steps(characters: int) -> int:
        text = Text(hostile(unit, characters))
        words, quoted = list(text.words), text.quoted
        return steps_during(lambda: reported_spans(text.body, words, quoted))

    steps(100)
    assert steps(10_000) <= 2.2 * steps(5_000) + 100
