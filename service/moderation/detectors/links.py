"""Web addresses: with a scheme, with `www.`, or a bare domain."""

import re
from collections.abc import Iterator
from typing import ClassVar

from service.domain.judgement import Context, Signal, Span
from service.moderation.normalise import Text
from service.moderation.signals import SignalCode, signal_at

# A name and a dot make a bare domain only with one of these endings, or with a path behind it. Technology
# is full of names with dots (node.js, main.rs, README.md), and people forget the space after a full stop
# ("the end.It was"): endings that are more often a file's, or a word, are left out.
_ENDINGS = "com|net|org|info|biz|edu|gov|eu|uk|de|fr|nl|ch|ru|cn|jp|kr|br|au|ca|ly|xyz|icu|рф"
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_REST = r"[^\s<>\"]{0,2048}"
# Every repeat is bounded, and a bare domain begins only where no longer one could have begun before it.
LINK = re.compile(
    rf"""
      https?://[\w\[]{_REST}
    | (?<![\w@.-]) www\.[^\W_]{_REST}
    | (?<![\w@./:-]) (?:{_LABEL}\.){{1,8}}
      (?: (?:{_ENDINGS})(?![\w@-]|\.\w)(?:[/?:]{_REST})?
        | [^\W\d_]{{2,24}}/[\w?]{_REST} )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_TRAILING = ".,;:!?)]}'*_~\u2026\u00bb\u201d\u2019"


class LinkDetector:
    """`max_links` is the most links that a comment may have without being a flood."""

    name: ClassVar[str] = "links"
    version: ClassVar[str] = "1"
    codes: ClassVar[frozenset[SignalCode]] = frozenset({SignalCode.LINK, SignalCode.LINK_FLOOD})

    def __init__(self, max_links: int) -> None:
        self._max_links = max_links

    def find(self, text: Text, _context: Context) -> tuple[Signal, ...]:
        """`link` for one link or more, and `link_flood` beside it for more than `max_links`."""
        spans = list(_links_in(text.body))
        if not spans:
            return ()
        addresses = [text.body[span.start : span.end][:80] for span in spans]
        link = signal_at(SignalCode.LINK, spans, addresses, score=1.0, severity=1)
        if len(spans) <= self._max_links:
            return (link,)
        counted = [f"{len(spans)} links, {self._max_links} allowed"]
        return (link, signal_at(SignalCode.LINK_FLOOD, spans, counted, score=1.0, severity=2))


def _links_in(body: str) -> Iterator[Span]:
    # Without a dot or a scheme there is no address: most comments end here.
    if "." not in body and "://" not in body:
        return
    for match in LINK.finditer(body):
        yield Span(match.start(), match.start() + len(match[0].rstrip(_TRAILING)))
