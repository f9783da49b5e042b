"""Two comments are the same text if only case, width, spaces and signs differ."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.moderation.fingerprint import MIN_CHARACTERS, fingerprint

TEXT = "Read the licence before you ship it, please"


@pytest.mark.parametrize(
    "other",
    [
        "READ THE LICENCE BEFORE YOU SHIP IT, PLEASE",
        "Read  the licence\nbefore you ship it please",
        "\u201cRead the licence \u2014 before you ship it, please!!!\u201d",
        "Read_the_licence_before_you_ship_it_please \U0001f602\U0001f602",
        "".join(chr(ord(letter) + 0xFEE0) if letter.isalpha() else letter for letter in TEXT),
    ],
)
def test_the_same_text_in_another_dress_has_the_same_fingerprint(other: str) -> None:
    assert fingerprint(other) == fingerprint(TEXT) is not None


@pytest.mark.parametrize("other", [TEXT + " now", TEXT.replace("ship", "sell"), TEXT[::-1]])
def test_another_text_has_another_fingerprint(other: str) -> None:
    assert fingerprint(other) != fingerprint(TEXT)


@pytest.mark.parametrize(
    "short", ["", "First!", "+1", "\U0001f602" * 100, "?!" * 200, "a" * (MIN_CHARACTERS - 1)]
)
def test_a_short_text_has_none(short: str) -> None:
    assert fingerprint(short) is None


def test_a_fingerprint_is_128_bits_in_hexadecimal() -> None:
    digest = fingerprint("a" * MIN_CHARACTERS)
    assert digest is not None
    assert len(bytes.fromhex(digest)) == 16


@given(st.text(st.characters(), max_size=5_000))
@settings(deadline=None, max_examples=50)
def test_every_text_has_a_fingerprint_or_none(body: str) -> None:
    digest = fingerprint(body)
    assert digest is None or len(digest) == 32


def test_half_of_a_surrogate_pair_is_no_error() -> None:
    assert fingerprint(TEXT + " \ud800") == fingerprint(TEXT)
