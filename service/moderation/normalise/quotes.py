"""What a text quotes: the stretches inside quotation marks, and the lines that begin with `>`."""

import re
from collections.abc import Iterator
from itertools import islice

from service.domain.judgement import Span

MAX_QUOTED_CHARACTERS = 600
"""A longer stretch is no quotation: a mark was left open, or the whole comment stands in quotes."""
MAX_IN_SINGLE_MARKS = 200
"""The same for marks that are also apostrophes."""
MAX_MARKS = 1_000
"""What stands behind so many marks is not looked at: it counts as said, not as quoted."""

# One class of characters first, which the engine looks for fast. An apostrophe within a word is no mark.
_MARK = re.compile(
    r"""["&'\u00ab\u00bb\u2018-\u201f\u2039\u203a\u300c-\u300f\u301d-\u301f\uff02]"""
    r"""(?:(?<![&'\u2018-\u201b])|(?<=&)quot;|(?<=['\u2018-\u201b])(?:(?![^\W_])|(?<![^\W_].)))"""
)
# A line that begins so quotes; an arrow, an emoticon or a comparison does not.
_QUOTED_LINE = re.compile(
    r"^[ \t]{0,3}(?:>|&gt;)(?:[ \t]{0,3}(?:>|&gt;)){0,8}(?:[ \t]{1,3}(?=\S)|(?=[^\W_]))", re.MULTILINE
)
# 'em, 'til, '90s: the mark stands for what is left out.
_LEFT_OUT = re.compile(r"(?:[0-9]|em\b|til\b|cause\b|tis\b|twas\b|n\b|bout\b|round\b)", re.IGNORECASE)

_SINGLE = frozenset("'\u2018\u2019\u201a\u201b")
_STRAIGHT = {"&quot;": '"', "\uff02": '"'}
# Which opening marks each mark closes: several languages use one mark at either end.
_CLOSES = {
    '"': '"',
    "'": "'",
    "\u201d": "\u201c\u201d\u201e\u201f",
    "\u201c": "\u201e\u201f",
    "\u2019": "\u2018\u2019\u201a\u201b'",
    "\u2018": "\u201a",
    "\u00bb": "\u00ab\u00bb",
    "\u00ab": "\u00bb",
    "\u203a": "\u2039\u203a",
    "\u2039": "\u203a",
    "\u300d": "\u300c",
    "\u300f": "\u300e",
    "\u301e": "\u301d",
    "\u301f": "\u301d",
}


def quoted_spans(body: str) -> tuple[Span, ...]:
    """What stands between marks, without them, and the lines that quote; in the order of their beginnings.

    One inside the other gives both.
    """
    spans = set(_between_marks(body))
    if ">" in body or "&gt;" in body:
        spans.update(_quoted_lines(body))
    return tuple(sorted(spans, key=lambda span: (span.start, span.end)))


def _between_marks(body: str) -> Iterator[Span]:
    opened: dict[str, int] = {}
    for match in islice(_MARK.finditer(body), MAX_MARKS):
        mark = _STRAIGHT.get(match[0], match[0])
        before = body[match.start() - 1 : match.start()]
        behind = body[match.end() : match.end() + 1]
        start = _opening_of(mark, opened, match.start())
        if start is not None and not (mark in _SINGLE and (before.isspace() or behind.isalnum())):
            # What was opened within and not closed was no quotation.
            opened = {other: place for other, place in opened.items() if place < start}
            yield from _without_spaces(body, start, match.start())
        elif _may_open(mark, before, behind) and not (mark in _SINGLE and _LEFT_OUT.match(body, match.end())):
            opened[mark] = match.end()


def _may_open(mark: str, before: str, behind: str) -> bool:
    if mark in _SINGLE or mark == '"':
        return not before.isalnum() and behind != "" and not behind.isspace()
    return True


def _opening_of(mark: str, opened: dict[str, int], position: int) -> int | None:
    """Where the quotation begins that this mark may close."""
    longest = MAX_IN_SINGLE_MARKS if mark in _SINGLE else MAX_QUOTED_CHARACTERS
    nearest = max([opened.get(opening, -1) for opening in _CLOSES.get(mark, "")], default=-1)
    return nearest if nearest >= 0 and position - nearest <= longest else None


def _quoted_lines(body: str) -> Iterator[Span]:
    for match in _QUOTED_LINE.finditer(body):
        end = body.find("\n", match.end())
        yield from _without_spaces(body, match.end(), end if end >= 0 else len(body))


def _without_spaces(body: str, start: int, end: int) -> Iterator[Span]:
    quoted = body[start:end]
    bare = quoted.strip()
    if bare:
        start += quoted.find(bare)
        yield Span(start, start + len(bare))
