"""The same text posted again: by the same author, or by several."""

import pytest

from service.domain.articles import ArticleMode
from service.domain.judgement import Context, Signal
from service.moderation.detectors.repeat import RepeatDetector
from service.moderation.normalise import Text


def found(detector: RepeatDetector, own: int = 0, same: int = 0, alike: int = 0) -> tuple[Signal, ...]:
    context = Context(
        ArticleMode.AUTO,
        author_approved_count=0,
        author_same_text_count=own,
        others_same_text_count=same,
        others_alike_count=alike,
    )
    return detector.find(Text("Read my other comments."), context)


@pytest.mark.parametrize(
    "from_count, posted, codes",
    [(1, 0, []), (1, 1, ["repeat"]), (2, 1, []), (2, 2, ["repeat"]), (2, 7, ["repeat"])],
)
def test_a_text_is_a_repeat_from_the_given_number_of_earlier_ones_on(
    from_count: int, posted: int, codes: list[str]
) -> None:
    assert [signal.code for signal in found(RepeatDetector(from_count), own=posted)] == codes


@pytest.mark.parametrize(
    "same, alike, expected",
    [
        (0, 0, None),
        (1, 1, None),
        (0, 2, (0.8, 2, 2, "nearly the same text by 2 other readers")),
        (1, 2, (0.8, 2, 2, "nearly the same text by 2 other readers")),
        (2, 2, (1.0, 2, 2, "the same text by 2 other readers")),
        (2, 4, (1.0, 2, 4, "the same text by 4 other readers")),
        (0, 5, (0.8, 3, 5, "nearly the same text by 5 other readers")),
        (90, 90, (1.0, 3, 90, "the same text by 90 other readers")),
    ],
)
def test_a_text_of_several_readers_is_a_wave_and_a_grave_one_from_five_on(
    same: int, alike: int, expected: tuple[float, int, int, str] | None
) -> None:
    signals = found(RepeatDetector(from_count=1, wave_from_authors=2), same=same, alike=alike)
    facts = [(signal.score, signal.severity, signal.count, signal.detail) for signal in signals]
    assert facts == ([expected] if expected else [])
    assert all(signal.code == "wave" for signal in signals)


def test_a_magazine_says_how_many_readers_make_a_wave() -> None:
    assert found(RepeatDetector(from_count=1, wave_from_authors=3), alike=2) == ()
    (wave,) = found(RepeatDetector(from_count=1, wave_from_authors=1), alike=1)
    assert wave.detail == "nearly the same text by 1 other reader"


def test_a_repeat_in_a_wave_is_both() -> None:
    signals = found(RepeatDetector(from_count=1, wave_from_authors=2), own=1, same=3, alike=3)
    assert [signal.code for signal in signals] == ["repeat", "wave"]
