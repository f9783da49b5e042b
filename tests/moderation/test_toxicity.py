"""The trained model's opinion on hostility."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.articles import ArticleMode
from service.domain.judgement import Context, Signal, Span
from service.moderation.detectors.toxicity import FLOOR, ToxicityDetector
from service.moderation.model.errors import ModelError
from service.moderation.model.on_demand import SHIPPED_SPAM, SHIPPED_TOXICITY
from service.moderation.normalise import Text
from tests.moderation.texts import HOSTILE, hostile, steps_during

ANYBODY = Context(ArticleMode.AUTO, author_approved_count=50, author_same_text_count=0)
MOST_STEPS = 500
"""Lines of Python that the detector and the features take for a text of any length."""


@pytest.fixture(scope="module")
def lines() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "data" / "learned.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def detector() -> ToxicityDetector:
    return ToxicityDetector()


def score_of(detector: ToxicityDetector, body: str) -> float:
    return max((signal.score for signal in detector.find(Text(body), ANYBODY)), default=0.0)


def odds_of(detector: ToxicityDetector, body: str) -> float:
    score = score_of(detector, body)
    return score / (1 - score)


def only_signal(detector: ToxicityDetector, body: str) -> Signal:
    (signal,) = detector.find(Text(body), ANYBODY)
    return signal


def test_hostile_lines_score_high(detector: ToxicityDetector, lines: dict[str, Any]) -> None:
    for line in lines["hostile"]:
        assert score_of(detector, line) > 0.8


def test_ordinary_lines_are_below_the_floor(detector: ToxicityDetector, lines: dict[str, Any]) -> None:
    assert [line for line in lines["clean"]["lines"] if score_of(detector, line) >= FLOOR] == []


def test_naming_a_people_or_a_faith_is_not_hostile(detector: ToxicityDetector, lines: dict[str, Any]) -> None:
    threshold = 0.5
    assert [line for line in lines["clean"]["identities"] if score_of(detector, line) >= threshold] == []


def test_the_words_that_told_are_pointed_at(detector: ToxicityDetector, lines: dict[str, Any]) -> None:
    for telling in lines["telling"]:
        signal = only_signal(detector, telling["line"])
        named = [telling["line"][span.start : span.end] for span in signal.spans]
        assert set(telling["words"]) <= set(named)
        assert len(named) <= 5


def test_a_word_in_disguise_is_pointed_at_as_it_was_typed(
    detector: ToxicityDetector, lines: dict[str, Any]
) -> None:
    telling = lines["telling"][0]
    word = telling["words"][0]
    typed = f"&#{ord(word[0])};{word[1:]}"
    body = telling["line"].replace(word, typed)
    spans = only_signal(detector, body).spans
    start = body.index(typed)
    assert Span(start, start + len(typed)) in spans


def test_a_hostile_sentence_in_a_long_text_is_not_drowned(
    detector: ToxicityDetector, lines: dict[str, Any]
) -> None:
    ordinary = " ".join(lines["clean"]["lines"])
    for line in lines["hostile"]:
        assert score_of(detector, f"{ordinary * 3} {line} {ordinary * 3}") > 0.3
    assert score_of(detector, ordinary * 16) < FLOOR


@pytest.mark.parametrize("severity, least, most", [(1, FLOOR, 1.0), (2, 0.5, 0.8), (3, 0.8, 1.0)])
def test_the_severity_follows_from_the_score(
    detector: ToxicityDetector, lines: dict[str, Any], severity: int, least: float, most: float
) -> None:
    ordinary = " ".join(lines["clean"]["lines"])
    drowned = [f"{ordinary * times} {line}" for line in lines["hostile"] for times in range(8)]
    bodies = [*drowned, *_milder(lines["hostile"], lines["clean"]["lines"])]
    found = [signal for body in bodies for signal in detector.find(Text(body), ANYBODY)]
    scores = [signal.score for signal in found if signal.severity == severity]
    assert scores
    assert all(least <= score <= most for score in scores)


def test_a_score_that_rests_on_a_single_word_is_mild(
    detector: ToxicityDetector, lines: dict[str, Any]
) -> None:
    for line in lines["of_things"]:
        signal = only_signal(detector, line)
        assert signal.score >= 0.5
        assert signal.severity == 1


def _milder(bad: list[str], clean: list[str]) -> Iterator[str]:
    """Lines with less and less in them that is hostile."""
    for line in bad:
        words = line.split()
        for kept in range(1, len(words)):
            yield f"{clean[0]} {' '.join(words[:kept])}"


def test_the_detail_and_the_version_say_where_the_opinion_comes_from(
    detector: ToxicityDetector, lines: dict[str, Any]
) -> None:
    signal = only_signal(detector, lines["hostile"][0])
    assert signal.detail == f"score {signal.score:.2f}"
    assert detector.version.startswith("2+")
    assert len(detector.version) == len("1+") + 12


def test_reported_words_count_less_but_count(detector: ToxicityDetector, lines: dict[str, Any]) -> None:
    for reporting in lines["reporting"]:
        (reported,) = reporting["reported"]
        frame = reporting["line"].replace(reported, "this")
        odds = [odds_of(detector, body) for body in (frame, reporting["line"], reported)]
        assert odds == sorted(odds)
        assert odds[1] < odds[2] / 5


@pytest.mark.parametrize(
    "content, said",
    [(None, "No such file"), (b"", "not a model file"), (b"\x89DESKMDL\x01\x00", "ends too early")],
)
def test_without_its_model_every_comment_is_an_error_and_the_file_is_tried_once(
    tmp_path: Path, content: bytes | None, said: str
) -> None:
    path = tmp_path / "own.model"
    if content is not None:
        path.write_bytes(content)
    detector = ToxicityDetector(path)
    assert detector.fault is None
    for _ in range(2):
        with pytest.raises(ModelError, match=said):
            detector.find(Text("hello"), ANYBODY)
        assert said in (detector.fault or "")
        # Put right too late: what is loaded changes with a restart, not between two comments.
        path.write_bytes(SHIPPED_TOXICITY.read_bytes())
    assert detector.version == "2+none"


def test_a_model_for_something_else_is_refused() -> None:
    detector = ToxicityDetector(SHIPPED_SPAM)
    with pytest.raises(ModelError, match="looks for spam"):
        detector.find(Text("hello"), ANYBODY)


@given(st.text(max_size=700))
@settings(max_examples=300, deadline=None)
def test_any_text_has_an_opinion_and_spans_inside_it(body: str) -> None:
    for signal in _SHARED.find(Text(body), ANYBODY):
        assert FLOOR <= signal.score <= 1
        assert all(0 <= span.start < span.end <= len(body) for span in signal.spans)


_SHARED = ToxicityDetector()


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=list(HOSTILE))
def test_no_text_costs_more_steps_than_another(detector: ToxicityDetector, unit: str) -> None:
    detector.find(Text("hello"), ANYBODY)
    text = Text(hostile(unit, 10_000))
    # What the text itself takes to be folded is counted elsewhere.
    assert text.folded.text is not None
    assert text.reported is not None
    assert steps_during(lambda: detector.find(text, ANYBODY)) < MOST_STEPS
