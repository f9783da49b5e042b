"""Digits and signs that stand for letters."""

import re
from itertools import product

_FIRST = str.maketrans("@4^83€(<{¢©6901!|¡5$§7+†2£¥µ×∂%#", "aaabeecccccggoiiiissstttzlyuxdoh")
# The other letter that some of them may stand for.
_SECOND = str.maketrans("1!|¡6", "llllb")
_AMBIGUOUS = re.compile(r"[1!|¡6]")
_MAX_AMBIGUOUS = 3

# Letters drawn with several signs; where one begins another, the longer one first.
_DRAWN = {
    "\\/\\/": "w",
    "|\\/|": "m",
    "/\\/\\": "m",
    "|\\|": "n",
    "|_|": "u",
    "(_)": "u",
    "|-|": "h",
    "/-\\": "a",
    "|<": "k",
    "|{": "k",
    "|)": "d",
    "|>": "p",
    "|=": "f",
    "|3": "b",
    "|_": "l",
    "()": "o",
    "[]": "o",
    "}{": "h",
    "\\/": "v",
    "/\\": "a",
}
_DRAWING = re.compile("|".join(re.escape(drawing) for drawing in _DRAWN))
_DRAWING_SIGNS = frozenset("|\\([}/")


def readings(run: str) -> list[str]:
    """What letters a run of letters, digits and signs may stand for; nothing where one stands for none.

    A sign with two meanings gives two readings, up to eight in all; beyond that it means the same
    throughout.
    """
    first = run.translate(_FIRST)
    if not (first.isascii() and first.isalpha()):
        return []
    ambiguous = len(_AMBIGUOUS.findall(run))
    if not ambiguous:
        return [first]
    second = run.translate(_SECOND).translate(_FIRST)
    if ambiguous == 1 or ambiguous > _MAX_AMBIGUOUS:
        return [first, second]
    # Where the two agree there is nothing to choose.
    choices = [either[:1] if either[0] == either[1] else either for either in zip(first, second, strict=True)]
    return ["".join(letters) for letters in product(*choices)]


def undrawn(run: str) -> str | None:
    """The run with letters in place of drawings such as `|_|` and `()`, or None if it has none."""
    if _DRAWING_SIGNS.isdisjoint(run):
        return None
    written = _DRAWING.sub(lambda drawing: _DRAWN[drawing[0]], run)
    return None if written == run else written
