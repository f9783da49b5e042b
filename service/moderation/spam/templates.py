"""What is left in a text that a machine wrote for any article."""

import re
from collections.abc import Iterator
from itertools import pairwise

from service.domain.judgement import Span
from service.moderation.normalise import Text
from service.moderation.signals import SignalCode
from service.moderation.spam.clue import Clue

MIN_HASHTAGS = 6
MIN_KEYWORD_REPEATS = 4
"""So often one word in a text of so many words is there for search engines, not for readers."""
KEYWORD_WORDS = (8, 40)
MIN_POINTERS = 4

_SPINTAX = re.compile(r"(?<!\{)\{[\w ,.!'-]{1,40}(?:\|[\w ,.!'-]{0,40}){1,20}\}(?!\})")
_PLACEHOLDER = re.compile(
    r"[{\[%]{1,2} ?(?:(?:first|last|site|blog|user|company)?[ _]?name|(?:site|post)?[ _]?(?:url|link|title)"
    r"|keywords?|city|company|email|anchor|website|author|product)[ _]?\d? ?[}\]%]{1,2}",
    re.IGNORECASE,
)
_CODE_SIGNS = (
    "`",
    'f"',
    "f'",
    "print",
    "template",
    "placeholder",
    "variable",
    "format",
    "</",
    "$",
    "();",
    "\\n",
)
_QUOTING = frozenset("/\"'=$(.>")
"""Where people speak of placeholders, and what stands before those that they quote."""
_BOARD_LINK = re.compile(r"\[(?:url|link)=|\[/(?:url|link)\]", re.IGNORECASE)
_HTML_LINK = re.compile(r"<a\s{1,3}href\s{0,3}=", re.IGNORECASE)
_HASHTAG = re.compile(r"(?<![\w&:/])#(?![\da-fA-F]{3,8}\b)[^\W\d]\w{1,60}")
_POINTERS = frozenset("👉👈👇👆☝⬇➡⬅▶►➤➜→⇒►✅💯🔥💰💵💸🤑💊💋🎁📲📞☎")
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")


def leftovers(text: Text, *, has_link: bool) -> Iterator[Clue]:
    """The leftovers of templates in a text; some count only beside a link."""
    body = text.body
    if "{" in body or "[" in body or "%" in body or "<" in body:
        yield from _slots(body, text.folded.text)
        yield from _markup(body)
    if body.count("#") >= MIN_HASHTAGS:
        tags = list(_HASHTAG.finditer(body))
        if len(tags) >= MIN_HASHTAGS:
            yield _clue(f"{len(tags)} hashtags", tags[0].start(), tags[-1].end(), 2)
    if not body.isascii():
        yield from _pointing(body, has_link=has_link)
    yield from _stuffing(text)


def _slots(body: str, folded: str) -> Iterator[Clue]:
    choices = list(_SPINTAX.finditer(body))
    if choices:
        weight = 3 if len(choices) > 1 else 1
        yield _clue("words to choose from", choices[0].start(), choices[-1].end(), weight)
    placeholder = _PLACEHOLDER.search(body)
    if placeholder:
        quoted = body[: placeholder.start()][-1:] in _QUOTING
        spoken_of = quoted or any(sign in folded for sign in _CODE_SIGNS)
        weight = 1 if spoken_of else 2
        yield _clue("unfilled placeholder", placeholder.start(), placeholder.end(), weight)


def _markup(body: str) -> Iterator[Clue]:
    board = _BOARD_LINK.search(body)
    if board:
        yield _clue("links in the mark-up of boards", board.start(), board.end(), 2)
    html = list(_HTML_LINK.finditer(body))
    if html:
        yield _clue("links in HTML", html[0].start(), html[0].end(), 2 if len(html) > 1 else 1)


def _pointing(body: str, *, has_link: bool) -> Iterator[Clue]:
    places = [place for place, sign in enumerate(body) if sign in _POINTERS]
    if len(places) >= MIN_POINTERS or (places and has_link):
        weight = 2 if has_link and len(places) >= MIN_POINTERS else 1
        yield _clue("signs that point and glitter", places[0], places[-1] + 1, weight)
    flags = list(_FLAG.finditer(body))
    if len(flags) >= MIN_POINTERS:
        yield _clue(f"{len(flags)} flags", flags[0].start(), flags[-1].end(), 1)


def _stuffing(text: Text) -> Iterator[Clue]:
    words = text.words
    fewest, most = KEYWORD_WORDS
    if not fewest <= len(words) <= most or ". " in text.body:
        return
    counts: dict[str, int] = {}
    for word in words:
        counts[word.text] = counts.get(word.text, 0) + 1
    keyword = max(counts, key=lambda word: (counts[word], len(word)))
    if counts[keyword] < MIN_KEYWORD_REPEATS or counts[keyword] * 5 < len(words) or len(keyword) < 4:
        return
    pairs = [(first.text, second.text) for first, second in pairwise(words)]
    repeated = {pair for pair in pairs if keyword in pair and pairs.count(pair) > 1 and pair[0] != pair[1]}
    if repeated:
        yield _clue(f"the keyword {keyword!r} over and over", words[0].start, words[-1].end, 2)


def _clue(what: str, start: int, end: int, weight: int) -> Clue:
    return Clue(SignalCode.TEMPLATE, what, Span(start, end), weight)
