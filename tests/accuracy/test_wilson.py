"""The interval says how little a few lines prove."""

import pytest

from accuracy.wilson import wilson_interval


# Worked examples of R. G. Newcombe, "Two-sided confidence intervals for the single proportion", 1998.
@pytest.mark.parametrize(
    "hits, of, low, high",
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_it_agrees_with_published_examples(hits: int, of: int, low: float, high: float) -> None:
    assert wilson_interval(hits, of) == pytest.approx((low, high), abs=0.00005)


@pytest.mark.parametrize("of", [1, 7, 30, 4_000])
def test_catching_all_of_them_is_the_mirror_of_catching_none(of: int) -> None:
    low, high = wilson_interval(of, of)
    assert high == pytest.approx(1)
    assert low < 1
    assert wilson_interval(0, of) == pytest.approx((1 - high, 1 - low))


def test_from_nothing_follows_nothing() -> None:
    assert wilson_interval(0, 0) == (0, 1)
