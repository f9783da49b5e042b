"""One thing that a stretch of a text may be meant to read."""

from enum import StrEnum
from typing import NamedTuple


class DisguiseKind(StrEnum):
    LEET = "leet"
    """Digits and signs stand for letters: `text` is the word with the letters."""
    MASKED = "masked"
    """Signs stand for letters that are not given: `text` has a `?` for each of them."""
    SQUEEZED = "squeezed"
    """Letters are repeated: `text` has each run once, or twice, in several candidates."""
    SPACED = "spaced"
    """Letters stand apart, with spaces, dots or other signs between them: `text` has them joined."""
    SPLIT = "split"
    """A word is cut in parts by a space or a sign: `text` is two or more neighbours joined."""
    TURNED = "turned"
    """Letters stand upside down or are shown from right to left: `text` is the word from the other end."""


class Disguise(NamedTuple):
    """What a stretch of the text may be meant to read, and where it stands in the text as typed.

    `text` has lower-case letters only, in a masked one also `?`: a hidden letter.
    """

    text: str
    start: int
    end: int
    kind: DisguiseKind
