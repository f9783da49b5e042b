"""Two comments are nearly the same text if they share most of their stretches of characters."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.moderation.fingerprint import MIN_CHARACTERS
from service.moderation.sketch import BANDS, HASHES, alike, bands, sketch
from tests.moderation.texts import HOSTILE, hostile

TEXT = (
    "My cousin Maria earned 4,200 dollars last week with the course that I found here, "
    "so write to me and I will tell you where to sign up."
)


KNOWN = "77b019205ec0e8006d9dd7df67d35a486a2323a1c9f437dc66370100768dfdce"


def sketched(text: str) -> bytes:
    made = sketch(text)
    assert made is not None
    return made


def are_alike(one: str, other: str) -> bool:
    """Alike, and found: two texts are compared only where they share a band."""
    first, second = sketched(one), sketched(other)
    return alike(first, second) and not set(bands(first)).isdisjoint(bands(second))


@pytest.mark.parametrize(
    "other",
    [
        TEXT.upper(),
        TEXT.replace("Maria", "Christopher"),
        TEXT.replace("4,200", "977"),
        TEXT.replace("Maria", "Bo").replace("last week", "in June"),
        f"Hello friends! {TEXT}",
        f"{TEXT} \U0001f911\U0001f911\U0001f911",
        TEXT.replace(" ", "  ").replace("so", "so,"),
    ],
)
def test_a_template_with_another_name_number_or_greeting_is_alike(other: str) -> None:
    assert are_alike(TEXT, other)


@pytest.mark.parametrize(
    "other",
    [
        "My cousin Maria wrote the course notes, and I found them clearer than the book.",
        "Write to me, and I will tell you what the licence of the old version said about linking.",
        TEXT[::-1],
        " ".join(sorted(TEXT.split())),
    ],
)
def test_another_text_on_the_same_subject_is_not(other: str) -> None:
    assert not are_alike(TEXT, other)


def test_numbers_make_no_difference_at_all() -> None:
    assert sketched("Order number 1 is ready for you to collect") == sketched(
        "Order number 73,554 is ready for you to collect".replace(",", "")
    )


@pytest.mark.parametrize("short", ["", "First!", "+1", "\U0001f602" * 100, "a" * (MIN_CHARACTERS - 1)])
def test_a_short_text_has_none(short: str) -> None:
    assert sketch(short) is None


def test_a_sketch_has_a_byte_of_each_hash_and_is_the_same_everywhere() -> None:
    made = sketched("The same text gives the same sketch on every machine and in every release.")
    assert len(made) == HASHES
    assert made.hex() == KNOWN


def test_bands_are_keys_of_one_short_form() -> None:
    keys = bands(sketched(TEXT))
    assert len(set(keys)) == len(keys) == BANDS
    assert [key.split(":")[0] for key in keys] == [str(number) for number in range(BANDS)]
    assert all(len(key) == 8 for key in keys)


def test_a_text_of_nothing_but_one_number_has_a_sketch() -> None:
    assert len(sketched("7" * 5_000)) == HASHES


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE.keys())
def test_whatever_a_long_text_consists_of_its_sketch_is_bounded(unit: str) -> None:
    made = sketch(hostile(unit))
    assert made is None or len(made) == HASHES


@given(st.text(st.characters(), max_size=5_000))
@settings(deadline=None, max_examples=50)
def test_every_text_has_a_sketch_or_none(body: str) -> None:
    made = sketch(body)
    assert made is None or (len(made) == HASHES and alike(made, made))
