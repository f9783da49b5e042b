"""What the classifier sees of a text."""

import gc
import weakref

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.moderation.model.features import (
    WINDOW,
    batch_features,
    features_in,
    features_of,
    placed_features,
    word_features,
)
from service.moderation.normalise import Text
from tests.moderation.texts import HOSTILE, hostile, steps_during

MOST_STEPS = 120
"""Lines of Python for a text of any length: the work is done on arrays."""


def seen(folded: str) -> set[int]:
    return set(features_in(folded).buckets.tolist())


def placed_words(folded: str) -> list[str]:
    placed = placed_features(folded)
    places = zip(placed.begins.tolist(), placed.ends.tolist(), strict=True)
    return [folded[begin:end] for begin, end in places if begin >= 0]


@pytest.mark.parametrize(
    "one, other",
    [
        ("a slow disk", "a  slow\n\tdisk"),
        ("a slow disk", "a slow, disk!"),
        ("don't", "don t"),
        ("\u201cslow\u201d \u2014 disk", "slow disk"),
        ("call 555 0199", "call 123 4567"),
    ],
)
def test_signs_spaces_and_the_value_of_digits_make_no_difference(one: str, other: str) -> None:
    assert seen(one) == seen(other)


@pytest.mark.parametrize(
    "one, other",
    [
        ("slow disk", "disk slow"),
        ("slow disk", "slow disks"),
        ("slow", "wols"),
        ("disk \U0001f525", "disk \U0001f602"),
        ("caf\u00e9", "cafe"),
    ],
)
def test_order_letters_and_symbols_make_a_difference(one: str, other: str) -> None:
    assert seen(one) != seen(other)


def test_two_forms_of_a_word_have_parts_in_common() -> None:
    edges = seen("")
    assert (seen("disk") & seen("disks")) - edges
    assert not (seen("disk") & seen("laptop")) - edges


def test_a_symbol_is_a_word_of_its_own() -> None:
    folded = "hot\U0001f525stuff \u4f60\u597d"
    assert placed_words(folded) == ["hot", "\U0001f525", "stuff", "\u4f60", "\u597d"]


@pytest.mark.parametrize("word", ["gay", "muslims", "old"])
def test_a_word_brings_the_same_features_into_any_text(word: str) -> None:
    own = word_features(word).tolist()
    assert len(own) == len(set(own))
    for text in (word, f"the {word} of it", f"{word}, they"):
        assert set(own) <= seen(text)
    assert own[0] not in seen(f"{word}x")
    assert not set(own) & seen("")


@pytest.mark.parametrize(
    "address",
    ["https://example.com/slow-disk", "www.example.com", "example.com/slow?disk", "http://\u4f60\u597d/"],
)
def test_a_web_address_is_not_read(address: str) -> None:
    assert seen(f"see {address} for more") == seen("see for more")
    assert seen("slow and/or fast 24/7") == seen("slow and or fast 24 7")


def test_a_feature_counts_once_a_window() -> None:
    assert seen("slow slow slow slow") == seen("slow slow slow")
    buckets = features_in("slow slow slow").buckets.tolist()
    assert len(buckets) == len(set(buckets))


@given(st.lists(st.text(max_size=60), min_size=1, max_size=8))
@settings(max_examples=200, deadline=None)
def test_a_text_has_the_same_features_alone_and_among_others(texts: list[str]) -> None:
    buckets, begins = batch_features(texts)
    for number, text in enumerate(texts):
        assert set(buckets[begins[number] : begins[number + 1]].tolist()) == seen(text)


@given(st.text(st.characters(), max_size=1_500) | st.text(st.characters(categories=["Cs", "Cc", "So"])))
@settings(max_examples=200, deadline=None)
def test_any_text_has_features_in_whole_blocks(text: str) -> None:
    found = features_in(text)
    assert found.counts.sum() == len(found.buckets)
    assert found.counts.min() > 0
    assert found.starts[0] == 0
    placed = placed_features(text)
    assert set(placed.buckets.tolist()) == set(found.buckets.tolist())
    assert placed.words.max() == len(placed.begins) - 1


def test_a_long_text_is_read_in_windows() -> None:
    assert len(features_in("slow disk " * (WINDOW // 10)).starts) == 1
    blocks = len(features_in("slow disk " * 500).starts)
    assert blocks == pytest.approx(5_000 / (WINDOW / 2), abs=1)


def test_the_features_of_a_comment_are_made_once_and_go_with_it() -> None:
    text = Text("a slow disk")
    kept = weakref.ref(text)
    assert features_of(text) is features_of(text)
    del text
    gc.collect()
    assert kept() is None


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=list(HOSTILE))
def test_no_text_costs_more_steps_than_another(unit: str) -> None:
    features_in("")
    assert steps_during(lambda: features_in(hostile(unit, 10_000))) < MOST_STEPS
