"""The project's own lines: enough of each slice, in two halves that have nothing in common."""

import unicodedata
from collections import Counter

import pytest

from accuracy.lines import OWN_LINES, LineSet, Side, chosen, own_lines, own_sets
from accuracy.targets import SLICES
from service.domain.body import MAX_BODY_CHARACTERS

LINES_OF_A_SLICE = {
    "plain_profanity": 60,
    "obfuscated": 184,
    "insults_and_threats": 100,
    "hateful_statements": 100,
    "spam": 100,
    "technology_comments": 200,
    "ordinary_short": 40,
    "foreign_words": 20,
    "long_technical": 10,
    "scunthorpe_and_homographs": 100,
    "identity_mentions": 60,
    "ham_with_links": 60,
    "quotation_and_counter_speech": 80,
}


@pytest.fixture(scope="module")
def sets() -> list[LineSet]:
    return own_sets()


@pytest.mark.parametrize("slice_name", SLICES)
def test_each_half_of_a_slice_has_as_many_lines_as_the_other(slice_name: str) -> None:
    halves = [len(own_lines(OWN_LINES, side, slice_name)) for side in Side]
    assert halves == [LINES_OF_A_SLICE[slice_name] // 2] * 2


@pytest.mark.parametrize("side", Side)
def test_every_file_of_lines_is_judged(side: Side) -> None:
    assert {path.name for path in (OWN_LINES / side).iterdir()} == {f"{name}.toml" for name in SLICES}


def test_no_line_stands_there_twice(sets: list[LineSet]) -> None:
    def as_read(text: str) -> str:
        return " ".join(unicodedata.normalize("NFKC", text).casefold().split())

    times = Counter(as_read(line.text) for each in sets for line in each.lines)
    # The names of the sets and not the lines: a message must not show a sealed one.
    twice = [each.name for each in sets for line in each.lines if times[as_read(line.text)] > 1]
    assert twice == []


def test_every_line_could_be_a_comment(sets: list[LineSet]) -> None:
    unfit = [
        each.name
        for each in sets
        for line in each.lines
        if not line.text.strip() or line.text != line.text.strip() or len(line.text) > MAX_BODY_CHARACTERS
    ]
    assert unfit == []


def test_there_are_four_lines_of_each_kind_of_disguise_in_either_half() -> None:
    kinds = {side: Counter(line.kind for line in own_lines(OWN_LINES, side, "obfuscated")) for side in Side}
    assert kinds[Side.OPEN] == kinds[Side.SEALED]
    assert len(kinds[Side.OPEN]) >= 20
    assert set(kinds[Side.OPEN].values()) == {4}


def test_long_lines_are_long() -> None:
    for side in Side:
        assert all(len(line.text) >= 800 for line in own_lines(OWN_LINES, side, "long_technical"))


@pytest.mark.parametrize(
    "name, found",
    [
        ("spam", ["spam/open", "spam/sealed"]),
        ("spam/open", ["spam/open"]),
        ("open", [f"{name}/open" for name in SLICES]),
        ("span", []),
    ],
)
def test_lines_are_chosen_by_a_name_or_a_part_of_one(
    sets: list[LineSet], name: str, found: list[str]
) -> None:
    assert [each.name for each in chosen(sets, name)] == found
