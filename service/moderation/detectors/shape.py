"""How a text is written, whatever it says: in capitals, over and over, at many people."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from operator import attrgetter, eq
from string import ascii_lowercase, ascii_uppercase
from typing import ClassVar

from service.domain.judgement import Context, Signal, Span
from service.moderation.detectors.base import Cost
from service.moderation.normalise import Text, Word
from service.moderation.signals import SignalCode, signal_at

MIN_SHOUTED_WORDS = 4
MIN_SHOUTED_LETTERS = 20
"""What is shouted in one go at least. "NO WAY" is a figure of speech, and "HTTP GET" is none at all."""

MIN_SAME_LETTERS = 6
MIN_SAME_SIGNS = 8
MIN_SAME_WORDS = 4
"""From how many on letters, exclamation and question marks, and words in a row are repeated over and over."""

MIN_WORDS_TO_COUNT = 12
MOST_WORDS_A_DIFFERENT_ONE = 4
"""A text of so many words is repetition throughout where each different word stands there so often."""

MAX_MENTIONS = 5

_LONG_SHOUT_LETTERS = 200
_LONG_SHOUT_SHARE = 0.8
_LONG_REPEAT_CHARACTERS = 60
_MANY_MENTIONS = 10
_WORDS_OF_ONE_COMMENT = 200

_NOT_CAPITALS = bytes(set(range(256)) - set(ascii_uppercase.encode()))
_LETTERS = re.compile(r"[^\W\d_]{1,200}(?:['’][^\W\d_]{1,200})?")
# Not the colour #ffffff.
_SAME = re.compile(
    rf"(?<!\#)([^\W\d_])\1{{{MIN_SAME_LETTERS - 1},5000}}|[!?\u2757\u2755\u2753]{{{MIN_SAME_SIGNS},5000}}",
    re.IGNORECASE,
)
_SAME_IN_ASCII = (*(letter * MIN_SAME_LETTERS for letter in ascii_lowercase), "!!", "!?", "?!", "??")
_MENTION = re.compile(r"(?<![\w@./])@\w[\w.-]{0,62}")

# A row of abbreviations has none of these.
_SPOKEN = frozenset(
    {"A", "ALL", "AND", "ARE", "BE", "BUT", "DO", "FOR", "GET", "HAVE", "I", "IF", "IN", "IS", "IT", "JUST"}
    | {"LIKE", "ME", "MY", "NO", "NOT", "OF", "ON", "SO", "THAT", "THE", "THEY", "THIS", "TO", "WAS", "WE"}
    | {"WHAT", "WHO", "WHY", "WILL", "WITH", "YOU", "YOUR"}
)
_LONGEST_ABBREVIATION = 7


class ShapeDetector:
    """Stateless; nothing of it depends on the policy."""

    name: ClassVar[str] = "shape"
    version: ClassVar[str] = "2"
    codes: ClassVar[frozenset[SignalCode]] = frozenset(
        {SignalCode.SHOUTING, SignalCode.REPETITION, SignalCode.MENTIONS}
    )
    cost: ClassVar[Cost] = Cost.CHARACTERS

    def find(self, text: Text, _context: Context) -> tuple[Signal, ...]:
        """`shouting`, `repetition` and `mentions`, each at most once. Capitals and exclamation marks say
        little about what a text is worth, so all are mild (1), and of severity 2 only where they are most
        of a longer text, or where there are more odd words than can be looked at one by one.
        """
        return (*_shouting(text.body), *_repetition(text), *_mentions(text.body))


def _shouting(body: str) -> Iterator[Signal]:
    """The score is the share of the text's letters that are shouted."""
    # Nearly every comment ends here: a look at its capitals costs less than one at its words.
    if _capitals(body) < MIN_SHOUTED_LETTERS:
        return
    words = list(_LETTERS.finditer(body))
    shouts = [list(run) for shouted, run in groupby(words, key=lambda word: word[0].isupper()) if shouted]
    shouts = [run for run in shouts if _is_shout([word[0] for word in run])]
    if not shouts:
        return
    letters = sum(len(word[0]) for run in shouts for word in run)
    share = letters / sum(len(word[0]) for word in words)
    extreme = letters >= _LONG_SHOUT_LETTERS and share >= _LONG_SHOUT_SHARE
    spans = [Span(run[0].start(), run[-1].end()) for run in shouts]
    detail = f"{letters} letters in capitals"
    yield signal_at(SignalCode.SHOUTING, spans, [detail], score=round(share, 2), severity=1 + extreme)


def _capitals(body: str) -> int:
    ascii_part = body.encode("ascii", "ignore")
    if len(ascii_part) * 2 < len(body):
        return sum(map(str.isupper, body))
    return len(ascii_part.translate(None, _NOT_CAPITALS))


def _is_shout(words: Sequence[str]) -> bool:
    if len(words) < MIN_SHOUTED_WORDS or sum(map(len, words)) < MIN_SHOUTED_LETTERS:
        return False
    return any(word in _SPOKEN or len(word) > _LONGEST_ABBREVIATION for word in words)


def _repetition(text: Text) -> Iterator[Signal]:
    """The score is the share of the text that is repetition."""
    if text.is_overloaded:
        # What stands behind the last disguise that was listed was not looked at, so a person looks.
        detail = "more disguised words than can be looked at"
        yield signal_at(SignalCode.REPETITION, (), [detail], score=1.0, severity=2)
        return
    words = text.words
    folded = [word.text for word in words]
    if _is_repeated_throughout(folded):
        spans = [Span(words[0].start, words[-1].end)]
    else:
        spans = [*_same_characters(text.body), *_same_words(words, folded)]
    if not spans:
        return
    length = sum(span.end - span.start for span in spans)
    share = min(1.0, length / len(text.body))
    extreme = length >= _LONG_REPEAT_CHARACTERS and share >= 0.5
    found = [_shortened(text.body[span.start : span.end]) for span in spans]
    yield signal_at(SignalCode.REPETITION, spans, found, score=round(share, 2), severity=1 + extreme)


def _same_characters(body: str) -> Iterator[Span]:
    # Most comments end here: looking for thirty short strings costs a fifth of the expression's time.
    if body.isascii():
        lower = body.lower()
        if not any(same in lower for same in _SAME_IN_ASCII):
            return
    for match in _SAME.finditer(body):
        yield Span(*match.span())


def _same_words(words: Sequence[Word], folded: Sequence[str]) -> Iterator[Span]:
    if not any(map(eq, folded, islice(folded, 1, None))):
        return
    for text, run in groupby(words, key=attrgetter("text")):
        same = list(run)
        if len(same) >= MIN_SAME_WORDS and not text.isdigit():
            yield Span(same[0].start, same[-1].end)


def _is_repeated_throughout(folded: Sequence[str]) -> bool:
    # Even a long comment comes back to the same words; beyond this length more of them need not differ.
    count = min(len(folded), _WORDS_OF_ONE_COMMENT)
    return count >= MIN_WORDS_TO_COUNT and len(set(folded)) * MOST_WORDS_A_DIFFERENT_ONE <= count


def _shortened(found: str) -> str:
    return found if len(found) <= 20 else f"{found[:20]}\u2026"


def _mentions(body: str) -> Iterator[Signal]:
    """The score is the number of names beyond what is allowed, up to twice as many."""
    if body.count("@") <= MAX_MENTIONS:
        return
    matches = list(_MENTION.finditer(body))
    names = {match[0].casefold() for match in matches}
    if len(names) <= MAX_MENTIONS:
        return
    score = min(1.0, len(names) / (2 * MAX_MENTIONS))
    severity = 2 if len(names) >= _MANY_MENTIONS else 1
    spans = [Span(*match.span()) for match in matches]
    detail = f"{len(names)} names"
    yield signal_at(SignalCode.MENTIONS, spans, [detail], score=round(score, 2), severity=severity)
