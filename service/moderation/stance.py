"""Which stretches of a text speak of words instead of speaking them: quotation, report, counter-speech.

`They called me an idiot`, `the word "idiot"`, `nobody should be called an idiot`: what would be an attack
elsewhere is none here, or a lesser one. Quotation marks alone prove nothing, for people put them around what
they throw at each other: a verb of saying or a word such as `term` must stand in the same sentence. The forms
stand in `lists/attack_stance.toml`.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING

from service.domain.judgement import Span
from service.moderation.attacks import Found, Grammar, load_stance

if TYPE_CHECKING:  # the forms of a text are made with this module: at run time the import would be a circle
    from service.moderation.normalise.words import Word

_SENTENCE_END = re.compile(r"[.!?\u2026\u3002](?=[\s\"'\u201d\u2019)]|$)|\.\.|\n|;")
# From here on somebody is spoken to, whatever was reported before.
_TURN = re.compile(
    r"[,\u2013\u2014-] {0,2}(?:and |but |so )?(?:you|u|ur|your)\b|\bbut\b|\bor (?:else|i'?ll|i will|i'?m)\b",
    re.IGNORECASE,
)
# What somebody is said to have said of the one spoken to is said to them all the same.
_TO_YOU = re.compile(r" {0,3}(?:that )?(?:you|u|ur|your)\b", re.IGNORECASE)
_IN_A_ROW = 8
"""How many characters may stand between two quotations of one row."""
_MAX_ROW = 10
"""How many quotations of one row are looked at."""
_ANSWERED = (">", "&gt;")
_LEAST_ANSWER = 12
"""How many characters make an answer to what is quoted above it."""
_NEAR_QUOTE = 80
"""How many characters may stand between a verb of saying and the quotation that it belongs to."""
_LEAST_OUTSIDE = 20
"""How many characters beside its quotations make a text that speaks of them."""
_SPOKEN_TO = re.compile(r"\b(?:you|u|ur|yourself|yourselves|yall|ya|youre)\b", re.IGNORECASE)
_BEFORE_SCARE_QUOTES = re.compile(
    r".{1,12}['\u2019](?:s|re)|an?|the|this|that|these|those|such|some|all|called|like|real|true|so|and|or"
    r"|my|our|your|his|her|their|its|is|are|was|were|be|am",
    re.IGNORECASE,
)
"""Words that make a quotation of a word or two right behind them a part of the sentence."""
_SCARED_BEFORE = 16
"""How many characters before a quotation are looked at for such a word."""
_LET_PASS = 1
"""The severity of what a moderator lets pass."""


def lowered(severity: int) -> int:
    """How grave it is to report words of this severity, or to speak against them.

    A verdict becomes one step milder: what would be held, passes. So does the gravest word, for a report from
    a court and a moderator's note have to name it; whoever also speaks it in the same text is judged by that.
    """
    return min(severity, _LET_PASS)


def reported_spans(body: str, words: "Sequence[Word]", quoted: Sequence[Span]) -> tuple[Span, ...]:
    """The stretches of the text (code points of `body`) that report words or speak against them.

    `quoted` are the stretches inside quotation marks, in reading order. The answer is in reading order too,
    and no two of its spans touch. Raises FormError if the table of forms cannot be read.
    """
    lines = [*_quoted_lines(body, quoted), *_set_apart(body, quoted)]
    found = _grammar().find(body, words)
    if not found:
        return _merged(lines)
    parts = _Parts(body)
    return _merged([*lines, *(span for one in found for span in _covered(one, parts, quoted))])


@cache
def _grammar() -> Grammar:
    return load_stance()


class _Parts:
    """Where the sentences of a text begin and end, and where somebody is spoken to.

    Each is looked for once, however many forms ask: a text may have thousands of turns and no full stop.
    """

    def __init__(self, body: str) -> None:
        self.body = body
        self._ends = [match.end() for match in _SENTENCE_END.finditer(body)]
        if not self._ends or self._ends[-1] != len(body):
            self._ends.append(len(body))

    def begin(self, position: int) -> int:
        """Where the sentence begins in which this position is."""
        before = bisect_right(self._ends, position)
        return self._ends[before - 1] if before else 0

    def end(self, position: int) -> int:
        """Where the sentence ends in which the character before this position is."""
        return self._ends[min(bisect_left(self._ends, position), len(self._ends) - 1)]

    def turn(self, position: int, end: int) -> int:
        """Where between the two somebody is spoken to first; the end where nobody is."""
        following = bisect_left(self._turns, position)
        return min(self._turns[following], end) if following < len(self._turns) else end

    @cached_property
    def _turns(self) -> list[int]:
        turns = []
        turn = _TURN.search(self.body)
        while turn:
            turns.append(turn.start())
            turn = _TURN.search(self.body, turn.start() + 1)
        return turns


def _covered(found: Found, parts: _Parts, quoted: Sequence[Span]) -> Iterator[Span]:
    """What one finding makes of the text."""
    begin, end = parts.begin(found.start), parts.end(found.end)
    match found.row["extent"]:
        case "quote":
            yield from _nearest_quotes(found, begin, end, quoted)
        case "rest":
            if not _TO_YOU.match(parts.body, found.end, end):
                yield Span(found.start, parts.turn(found.end, end))
        case "sentence":
            yield Span(begin, parts.turn(found.end, end))


def _nearest_quotes(found: Found, begin: int, end: int, quoted: Sequence[Span]) -> Iterator[Span]:
    """The quotations before and behind the form, where they begin or end in its sentence and close to it."""
    following = bisect_left(quoted, found.start, key=lambda span: span.start)
    for number in range(following, min(following + _MAX_ROW, len(quoted))):
        span = quoted[number]
        # Of a row of quotations, `"one", "two" and "three"`, each is as near as the first.
        near = found.end + _NEAR_QUOTE if number == following else quoted[number - 1].end + _IN_A_ROW
        if span.start > near or (number == following and span.start > end + 1):
            break
        yield span
    if following:
        before = quoted[following - 1]
        if before.end + _NEAR_QUOTE >= found.start and before.end + 3 >= begin:
            yield before


def _quoted_lines(body: str, quoted: Sequence[Span]) -> Iterator[Span]:
    """The lines that quote somebody with `>`, where the author adds something: they answer it."""
    if not any(sign in body for sign in _ANSWERED):
        return
    lines = [
        span for span in quoted if body[max(0, span.start - 8) : span.start].rstrip().endswith(_ANSWERED)
    ]
    if sum(span.end - span.start for span in lines) + _LEAST_ANSWER <= len(body):
        yield from lines


def _set_apart(body: str, quoted: Sequence[Span]) -> Iterator[Span]:
    """The quotations in a text that speaks to nobody, but for scare quotes: `these "people"` is no report."""
    if not quoted:
        return
    said, position = [], 0
    for span in quoted:
        if span.start >= position:
            said.append(body[position : span.start])
            position = span.end
    said.append(body[position:])
    outside = " ".join(said)
    if len(outside) < _LEAST_OUTSIDE or _SPOKEN_TO.search(outside):
        return
    end_of_last = -_IN_A_ROW - 1
    for span in quoted:
        is_in_a_row = 0 <= span.start - end_of_last <= _IN_A_ROW
        if is_in_a_row or body.count(" ", span.start, span.end) >= 2 or not _is_scare_quote(span, body):
            end_of_last = span.end
            yield span


def _is_scare_quote(span: Span, body: str) -> bool:
    before = body[max(0, span.start - _SCARED_BEFORE) : max(0, span.start - 1)].rstrip()
    return _BEFORE_SCARE_QUOTES.fullmatch(before.rpartition(" ")[2]) is not None


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same stretches, in order, with those that touch made one."""
    merged: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.start, one.end)):
        if merged and span.start <= merged[-1].end:
            if span.end > merged[-1].end:
                merged[-1] = Span(merged[-1].start, span.end)
        elif span.start < span.end:
            merged.append(span)
    return tuple(merged)
