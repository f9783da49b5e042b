"""Of many forms only those are looked for whose needs the text meets."""

import pytest

from service.moderation.sieve import MAX_NEEDS, Sieve, numbers

NEEDS = [["a"], ["b", "c"], ["bd", "a", "c"], ["a", "b", "c", "d", "e"]]


def possible(letters: str) -> list[int]:
    sieve = Sieve(NEEDS)
    met = 0
    for letter in letters:
        met |= sieve.bits_of.get(letter, 0)
    return list(numbers(sieve.possible(met)))


@pytest.mark.parametrize(
    "letters, expected",
    [
        ("", []),
        ("x", []),
        ("a", [0]),
        ("b", []),
        ("bc", [1]),
        ("adc", [0, 2]),
        ("abcd", [0, 1, 2, 3]),
    ],
)
def test_a_form_is_possible_where_all_its_needs_are_met(letters: str, expected: list[int]) -> None:
    assert possible(letters) == expected


def test_the_rarest_needs_alone_are_looked_at() -> None:
    assert len(NEEDS[3]) > MAX_NEEDS
    assert 3 in possible("abcd")
