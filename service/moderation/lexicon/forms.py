"""The ways in which a strong word is misspelt on purpose, made from the word.

Made from the lists once, they are found in a text by one look-up a word, however many they are.
"""

from collections.abc import Iterator
from itertools import pairwise

MIN_CHARACTERS = 4
"""A shorter word has too many neighbours among ordinary words."""
_MIN_WITHOUT_VOWELS = 3
_VOWELS = frozenset("aeiou")
# Letters that sound or look alike, as they are exchanged to disguise a word; at its end, and anywhere.
_SOUND_ALIKE_ENDINGS = (
    ("s", "z"),
    ("er", "a"),
    ("er", "ah"),
    ("ers", "az"),
    ("ing", "in"),
    ("ing", "en"),
    ("y", "ie"),
)
_SOUND_ALIKE = (
    ("f", "ph"), ("ph", "f"), ("ck", "k"), ("ck", "kk"), ("ck", "c"), ("ck", "q"), ("ck", "x"), ("c", "k"),
    ("k", "c"), ("u", "v"), ("v", "u"), ("u", "oo"), ("i", "ee"), ("i", "y"), ("o", "0"), ("wh", "h"),
    ("ss", "zz"), ("tt", "dd"), ("gg", "qq"), ("gg", "bb"), ("g", "q"), ("g", "j"), ("s", "z"), ("or", "oar"),
    ("a", "u"), ("l", "i"), ("i", "l"),
)  # fmt: skip


def misspellings(word: str) -> Iterator[str]:
    """What somebody may type for this word, beside itself. May repeat itself."""
    yield word[::-1]
    yield from _swapped(word)
    yield from _without_vowels(word)
    yield from _sounding_alike(word)
    yield from _doubled(word)


def _swapped(word: str) -> Iterator[str]:
    """Two neighbouring letters changed round."""
    for at, (first, second) in enumerate(pairwise(word)):
        if first != second:
            yield word[:at] + second + first + word[at + 2 :]


def _without_vowels(word: str) -> Iterator[str]:
    """All vowels left out but one at the beginning, and each vowel by itself."""
    bare = word[0] + "".join(letter for letter in word[1:] if letter not in _VOWELS)
    if len(bare) >= _MIN_WITHOUT_VOWELS and bare != word:
        yield bare
    for at, letter in enumerate(word):
        if letter in _VOWELS and at and len(word) > MIN_CHARACTERS:
            yield word[:at] + word[at + 1 :]


def _sounding_alike(word: str) -> Iterator[str]:
    for letters, others in _SOUND_ALIKE:
        if letters in word:
            yield word.replace(letters, others)
    for ending, other in _SOUND_ALIKE_ENDINGS:
        if word.endswith(ending):
            yield word.removesuffix(ending) + other


def _doubled(word: str) -> Iterator[str]:
    """One letter more typed twice, in a word that has such a pair: a text has other words squeezed."""
    if any(first == second for first, second in pairwise(word)):
        for at, letter in enumerate(word):
            yield word[:at] + letter + word[at:]
