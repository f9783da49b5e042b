"""The forms in which detectors read a text; every form knows its place in the text as typed.

A word is a run of letters and digits, so that quotes, stars and brackets around it do not hide it. It
is folded by NFKC and case folding, so that capitals and full-width letters do not hide it either.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

_WORD = re.compile(r"[^\W_]+")


class Word(NamedTuple):
    """A folded word, and where it stands in the text as typed (code points, `end` not included)."""

    text: str
    start: int
    end: int


class Text:
    """A comment's text and its forms. A form is made when the first detector asks, and made once.

    Every form takes time in proportion to the length of the text, whatever it consists of.
    """

    def __init__(self, body: str) -> None:
        self.body = body

    @cached_property
    def words(self) -> Sequence[Word]:
        """The words in reading order."""
        return words_of(self.body)


def words_of(text: str) -> list[Word]:
    """The words of any text. The policy's own words go through here too, so that both sides agree."""
    # Lower case keeps every position in ASCII, which is most comments: one pass instead of one a word.
    if text.isascii():
        return [Word(match[0], match.start(), match.end()) for match in _WORD.finditer(text.lower())]
    return [Word(fold(match[0]), match.start(), match.end()) for match in _WORD.finditer(text)]


def fold(text: str) -> str:
    """The form in which two spellings of one word are equal: NFKC, then case folding."""
    return text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()
