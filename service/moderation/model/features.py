"""What the classifier sees of a text: numbers that stand for its words and for parts of its words.

The features are the words, the pairs of neighbouring words, and every run of four and five characters
inside a word with the gaps around it (as in " wor", "word", "ord "), each once a window. A feature is
hashed to one of 2^18 buckets (the hashing trick: Weinberger and others, "Feature Hashing for Large Scale
Multitask Learning", 2009); there is no vocabulary. All of it is done on arrays of code points: no step
of Python is taken for a character.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeVar
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from service.moderation.normalise import Text

VERSION = 1
"""Changes with anything that gives a text other features: weights of another version are of no use."""

BITS = 18
"""There are 2 to this power buckets."""
WINDOW = 160
"""A long text is also read in windows of this many characters, each half over the next."""
LONG_FROM = 240
"""A text of more characters is long."""

_Key = TypeVar("_Key", np.uint32, np.uint64)
Codes = npt.NDArray[np.uint32]
Indexes = npt.NDArray[np.intp]

_HALF = WINDOW // 2
_GAP = 32
_EDGE = "\x01"
_EDGED = f" {_EDGE} "
_FIRST_SYMBOL = 0x2190
"""From here on a character is a word of its own: arrows, signs, ideographs, emoji."""
_PIECE = re.compile(r"\S+")
_PUNCTUATION = ((0x80, 0xC0), (0xD7, 0xD8), (0xF7, 0xF8), (0x2000, 0x2070))

# Odd constants of good hash functions: they spread neighbouring values over all 32 bits.
_U = np.uint32
_BASE = _U(0x9E3779B1)
_STIR = _U(0x85EBCA6B)
_SPREAD = _U(0xC2B2AE35)
_PAIR = _U(0x27D4EB2F)
_SALT_FOUR, _SALT_FIVE, _SALT_WORD, _SALT_PAIR = (
    _U(0x165667B1),
    _U(0xD3A2646C),
    _U(0xFD7046C5),
    _U(0xB55A4F09),
)


@dataclass(frozen=True, slots=True)
class Features:
    """A text's buckets, block after block; block `i` begins at `starts[i]` and has `counts[i]` of them.

    A block is half a window, and a window two neighbouring blocks. A short text has one block.
    """

    buckets: Indexes
    starts: Indexes
    counts: Indexes


@dataclass(frozen=True, slots=True)
class Placed:
    """A text's buckets with their places: what a finding is explained from.

    `words[i]` is the word that the feature in `buckets[i]` belongs to; word `w` stands in the text from
    `begins[w]` to `ends[w]`, and both are -1 for the edges of the text.
    """

    buckets: Indexes
    words: Indexes
    begins: Indexes
    ends: Indexes


_of_texts: "WeakKeyDictionary[Text, Features]" = WeakKeyDictionary()


def features_of(text: Text) -> Features:
    """The features of a comment: made once, and shared by every model that asks while the text lives."""
    features = _of_texts.get(text)
    if features is None:
        features = _of_texts[text] = features_in(text.folded.text)
    return features


def features_in(folded: str) -> Features:
    """The features of a folded text."""
    stream, gaps, _ = _stream(_readable(folded))
    if len(stream) <= LONG_FROM + 2 * len(_EDGED):
        buckets = _distinct(_buckets(stream, gaps)[0])
        whole = np.zeros(1, np.intp)
        return Features(buckets.astype(np.intp), whole, np.array([len(buckets)]))
    buckets, places = _buckets(stream, gaps, placed=True)
    blocks = (places // _HALF).astype(_U)
    keys = _distinct(blocks << _U(BITS) | buckets)
    # The edge of the text stands at its end too, so that no block is empty but behind a very long word.
    starts = np.searchsorted(keys, np.arange(int(blocks.max()) + 1, dtype=_U) << _U(BITS))
    counts = np.diff(starts, append=len(keys))
    filled = counts > 0
    return Features((keys & _U((1 << BITS) - 1)).astype(np.intp), starts[filled], counts[filled])


def placed_features(folded: str) -> Placed:
    """The features of a folded text, each as often as it is there, with their places."""
    stream, gaps, origins = _stream(_readable(folded))
    buckets, places = _buckets(stream, gaps, placed=True)
    gap_places = gaps.nonzero()[0]
    # Between two gaps stands one word. The first and the last are the edges.
    begins, ends = origins[gap_places[:-1] + 1], origins[gap_places[1:] - 1] + 1
    begins[[0, -1]] = ends[[0, -1]] = -1
    words = np.searchsorted(gap_places, places, side="right") - 1
    return Placed(buckets.astype(np.intp), words, begins, ends)


def word_features(word: str) -> npt.NDArray[np.int32]:
    """The features that one word has in any text: its own first, then those of its parts."""
    stream, gaps, _ = _stream(word)
    buckets, places = _buckets(stream, gaps, placed=True)
    # Parts, then the edge, the word, the edge, and then two pairs, which depend on the neighbours.
    own = len(buckets) - 4
    in_word = (places[: own - 1] >= len(_EDGED) - 1) & (places[: own - 1] < len(stream) - len(_EDGED))
    return np.concatenate((buckets[own : own + 1], _distinct(buckets[: own - 1][in_word]))).astype(np.int32)


def batch_features(folded: Sequence[str]) -> tuple[npt.NDArray[np.int32], Indexes]:
    """The features of many texts, none of them in windows: all buckets, and where each text's begin.

    The second array has one element more than there are texts: the end of the last.
    """
    # The edge between two texts ends one and begins the other, so that one pass reads them all.
    stream, gaps, _ = _stream(_EDGED.join(map(_readable, folded)))
    buckets, places = _buckets(stream, gaps, placed=True)
    edges = np.flatnonzero(stream == ord(_EDGE))
    texts = np.searchsorted(edges, places + 1, side="right") - 1
    inside = texts < len(folded)
    keys = _distinct(texts[inside].astype(np.uint64) << np.uint64(32) | buckets[inside])
    begins = np.searchsorted(keys, np.arange(len(folded) + 1, dtype=np.uint64) << np.uint64(32))
    return (keys & np.uint64(0xFFFFFFFF)).astype(np.int32), begins


def _readable(folded: str) -> str:
    """The text with spaces for its web addresses, which are read elsewhere, and for what marks edges here."""
    if "/" in folded or "www." in folded:
        folded = _PIECE.sub(_blank_address, folded)
    return folded.replace(_EDGE, " ")


def _blank_address(piece: re.Match[str]) -> str:
    host, slash, _ = piece[0].partition("/")
    is_address = "www." in host or (slash and (host.endswith(":") or "." in host))
    return " " * len(piece[0]) if is_address else piece[0]


def _stream(folded: str) -> tuple[Codes, npt.NDArray[np.bool_], Indexes]:
    """The text's words with one gap between them and an edge on both sides.

    With it, where its gaps are, and the place in `folded` of each of its characters (meaningless for
    those of the edges).
    """
    codes = np.frombuffer(f"{_EDGED}{folded}{_EDGED}".encode("utf-32-le", "surrogatepass"), _U)
    if folded.isascii():
        read, origins = _table().take(codes), None
    else:
        read, origins = _with_symbols_apart(codes)
    gaps = read == _GAP
    kept = np.empty(len(gaps), np.bool_)
    kept[0] = True
    np.logical_and(gaps[1:], gaps[:-1], out=kept[1:])
    np.logical_not(kept[1:], out=kept[1:])
    places = kept.nonzero()[0]
    return read[places], gaps[places], (places if origins is None else origins[places]) - len(_EDGED)


def _with_symbols_apart(codes: Codes) -> tuple[Codes, Indexes]:
    """Every symbol with a gap on both sides; with it, where each character comes from."""
    symbols = codes >= _FIRST_SYMBOL
    read = np.where(symbols, codes, _table().take(np.minimum(codes, _FIRST_SYMBOL)))
    copies = np.where(symbols, 3, 1)
    origins = np.repeat(np.arange(len(codes)), copies)
    read = read[origins]
    middles = (np.cumsum(copies) - 2)[symbols]
    read[middles - 1] = _GAP
    read[middles + 1] = _GAP
    return read, origins


@cache
def _table() -> Codes:
    """What the characters below the symbols are read as: letters as they are, digits as 0, others as gaps."""
    table = np.arange(_FIRST_SYMBOL + 1, dtype=_U)
    for first, end in _PUNCTUATION:
        table[first:end] = _GAP
    for code in range(0x80):
        if not chr(code).isalnum():
            table[code] = _GAP
        elif chr(code).isdigit():
            table[code] = ord("0")
    table[ord(_EDGE)] = ord(_EDGE)
    return table


def _buckets(stream: Codes, gaps: npt.NDArray[np.bool_], *, placed: bool = False) -> tuple[Codes, Indexes]:
    """The bucket of each feature, in no order; with it, if wanted, where in the stream each begins."""
    letters = ~gaps
    # Runs of three characters are no feature, but a word is known by those that it has.
    two = stream[:-1] * _BASE + stream[1:]
    three = two[:-1] * _BASE + stream[2:]
    inside_three = letters[1:-1]
    four = three[:-1] * _BASE + stream[3:]
    inside_four = inside_three[:-1] & inside_three[1:]
    five = four[:-1] * _BASE + stream[4:]
    inside_five = inside_four[:-1] & inside_three[2:]
    word_places = gaps.nonzero()[0][:-1]
    stirred = three * _STIR
    stirred ^= stirred >> _U(15)
    stirred *= _SPREAD
    stirred *= inside_three
    words = np.add.reduceat(stirred, word_places, dtype=_U)
    hashes = np.concatenate(
        (
            four[inside_four] + _SALT_FOUR,
            five[inside_five] + _SALT_FIVE,
            words + _SALT_WORD,
            words[:-1] * _PAIR + words[1:] + _SALT_PAIR,
        )
    )
    hashes *= _STIR
    hashes ^= hashes >> _U(15)
    hashes *= _SPREAD
    hashes >>= _U(32 - BITS)
    if not placed:
        return hashes, word_places
    fours, fives = inside_four.nonzero()[0], inside_five.nonzero()[0]
    return hashes, np.concatenate((fours, fives, word_places, word_places[:-1]))


def _distinct(keys: npt.NDArray[_Key]) -> npt.NDArray[_Key]:
    """The keys in order, each once; there is at least one."""
    keys.sort()
    first = np.empty(len(keys), np.bool_)
    first[0] = True
    np.not_equal(keys[1:], keys[:-1], out=first[1:])
    return keys[first]
