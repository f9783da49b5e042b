"""Letters that stand upside down, and words from right to left."""

import re
from collections.abc import Iterator

from service.moderation.normalise.disguise import Disguise, DisguiseKind

_UPRIGHT = str.maketrans(
    "ɐqɔpǝɟƃɓɥᴉıɾʞןʅɯudbɹʇnʌʍʎ!∀ƆƎℲפ˥WԀ∩ΛM⅄┴",
    "abcdefgghiijkllmnpqrtuvwyiacefglmpuvwyt",
)
# Letters that nobody types the right way up.
_TELLTALE = re.compile(r"[ɐɔǝɟƃɥᴉʞɯɹʇʌʍʎ]")
_RUN = re.compile(r"\S{2,40}")


# From the first of these on, to the second or the end of the line, a text is shown from right to left.
_OVERRIDDEN = re.compile("\u202e([^\u202c\n]{1,500})")


def turned_words(body: str) -> Iterator[Disguise]:
    """The words of a text that read as others from the other end: with the page turned upside down, or
    where an override of the text's direction shows them so. Places are places in the body.
    """
    if body.isascii():
        return
    if _TELLTALE.search(body):
        for run in _RUN.finditer(body):
            if _TELLTALE.search(run[0]):
                yield from _turned(run[0].translate(_UPRIGHT), run.start(), run.end())
    for stretch in _OVERRIDDEN.finditer(body):
        for run in _RUN.finditer(body, *stretch.span(1)):
            yield from _turned(run[0], run.start(), run.end())


def _turned(typed: str, start: int, end: int) -> Iterator[Disguise]:
    reading = typed[::-1].lower()
    if reading.isascii() and reading.isalpha():
        yield Disguise(reading, start, end, DisguiseKind.TURNED)
