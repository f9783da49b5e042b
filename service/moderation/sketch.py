"""What makes two comments nearly the same text: a template with another name, number or greeting in it.

MinHash (A. Broder, On the resemblance and containment of documents, 1997): of all stretches of four
characters in a text, each of 32 hash functions keeps the smallest value, and the share of functions on
which two texts agree estimates the share of stretches that they have in common. Bands (A. Rajaraman and
J. Ullman, Mining of Massive Datasets, chapter 3) find the texts worth comparing: two texts that are alike
agree on all values of one band at least, two that are not hardly ever do.
"""

import re
from functools import cache

import numpy as np
from numpy.typing import NDArray

from service.moderation.fingerprint import normalised

HASHES = 32
SHINGLE_CHARACTERS = 4
BANDS = 6
ROWS = 3
"""Values a band. Of texts that have 70 % in common, six bands of three find 92 in 100; of 80 %, 99."""

ALIKE_FROM = 21
"""Equal values, of 32, from which on two texts are alike: about two thirds in common."""

_NUMBER = re.compile(r"\d{1,5000}")
_Hashes = NDArray[np.uint32]


def sketch(body: str) -> bytes | None:
    """The text's 32 smallest hashes, a byte of each; None for a text too short to be a repeat.

    Numbers count as equal: a template often differs in nothing else. The same text gives the same bytes
    on every machine.
    """
    plain = normalised(body)
    if plain is None:
        return None
    plain = _NUMBER.sub("0", plain).ljust(SHINGLE_CHARACTERS)
    code_points = np.frombuffer(plain.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint32)
    factors, addends = _hash_functions()
    values = factors * _shingles(code_points)
    values += addends
    smallest = values.min(axis=1)
    # The high bits of a smallest value are zero; these still differ from text to text.
    values_of_a_byte: bytes = (smallest >> np.uint32(8)).astype(np.uint8).tobytes()
    return values_of_a_byte


def bands(of_sketch: bytes) -> tuple[str, ...]:
    """The keys under which to look for texts like this one: each the band's number and its values."""
    return tuple(
        f"{number}:{of_sketch[number * ROWS : (number + 1) * ROWS].hex()}" for number in range(BANDS)
    )


def alike(one: bytes, other: bytes) -> bool:
    """Whether the texts of two sketches are nearly the same."""
    return sum(map(int.__eq__, one, other)) >= ALIKE_FROM


def _shingles(code_points: _Hashes) -> _Hashes:
    """A hash of each stretch of four characters, mixed by multiplying and shifting as the last stage of
    MurmurHash3 (A. Appleby) does.
    """
    count = len(code_points) - SHINGLE_CHARACTERS + 1
    hashes = code_points[:count].copy()
    for offset in range(1, SHINGLE_CHARACTERS):
        hashes *= np.uint32(0x01000193)
        hashes += code_points[offset : offset + count]
    hashes ^= hashes >> np.uint32(16)
    hashes *= np.uint32(0x9E3779B1)
    hashes ^= hashes >> np.uint32(15)
    hashes *= np.uint32(0xC2B2AE35)
    hashes ^= hashes >> np.uint32(16)
    return hashes


@cache
def _hash_functions() -> tuple[_Hashes, _Hashes]:
    """An odd factor and an addend for each hash function, from a generator that is part of the sketch's
    meaning: other numbers would make stored sketches worthless.
    """
    state, drawn = 0x2545F491, []
    for _ in range(2 * HASHES):
        state = (state * 1_664_525 + 1_013_904_223) % 2**32
        drawn.append(state ^ state >> 15)
    numbers = np.array(drawn, dtype=np.uint32)
    return (numbers[:HASHES] | np.uint32(1))[:, None], numbers[HASHES:][:, None]
