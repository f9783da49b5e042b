"""The words of a text."""

import re
from typing import NamedTuple

_WORD = re.compile(r"[^\W_]+")


class Word(NamedTuple):
    """A folded word, and where it stands in the text as typed (code points, `end` not included).

    `exact` is False where the author typed something else than this word in some case and width: a
    look-alike letter, a combining mark, an invisible character within, a letter with an accent.
    `accented` tells the last from the others: nothing but the accents of an ordinary Latin spelling
    ("café", "für") is missing from `text`. What was typed is `body[start:end]`.
    """

    text: str
    start: int
    end: int
    exact: bool = True
    accented: bool = False


def words_as_they_stand(text: str) -> list[Word]:
    """The runs of letters and digits of a text that is folded already, in places of this text."""
    # Half of the time for a plain comment: a named tuple's own constructor takes twice as long.
    new = tuple.__new__
    return [new(Word, (match[0], match.start(), match.end(), True, False)) for match in _WORD.finditer(text)]
