"""Web addresses: how many, how much of the text, and those that hide or feign where they lead."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import ClassVar

from service.domain.judgement import Context, Signal
from service.moderation.detectors.base import Cost
from service.moderation.normalise import Text
from service.moderation.signals import SignalCode, signal_at
from service.moderation.spam.addresses import Address, AddressFinder
from service.moderation.spam.lists import address_finder, hosts

_WORD = re.compile(r"[^\W_]{1,99}")
FROM_SHARE = 0.5
"""From this share of the text on, its addresses are most of it."""
MAX_WORDS_BESIDE = 1
"""With more words than that, somebody says why they give an address, however long it is."""
MAX_NAMED_CHARACTERS = 80
"""The most characters of an address that a moderator is told; the rest stands in the text."""


class LinkDetector:
    """`own_domains` are the magazine's own, such as `example.org`: links to them and below are none."""

    name: ClassVar[str] = "links"
    version: ClassVar[str] = "2"
    codes: ClassVar[frozenset[SignalCode]] = frozenset(
        {SignalCode.LINK, SignalCode.LINK_SHARE, SignalCode.SHORTENED_LINK, SignalCode.LOOKALIKE_LINK}
    )
    cost: ClassVar[Cost] = Cost.CHARACTERS

    def __init__(self, own_domains: Iterable[str] = ()) -> None:
        self._own_domains = tuple(own_domains)

    def find(self, text: Text, _context: Context) -> tuple[Signal, ...]:
        """`link`, whose count is the number of different addresses, and what is odd about them."""
        addresses = self._finder.find(text)
        if not addresses:
            return ()
        link = _signal(SignalCode.LINK, text, addresses, score=1.0, severity=1)
        different = {(address.host, address.path.rstrip("/")) for address in addresses}
        signals = [replace(link, count=len(different))]
        share = _share(text.body, addresses)
        if share >= FROM_SHARE:
            bare = _words_beside(text.body, addresses) <= MAX_WORDS_BESIDE
            severity = 1 if all(map(hosts().is_cited, addresses)) or not bare else 2
            signals.append(_signal(SignalCode.LINK_SHARE, text, addresses, score=share, severity=severity))
        hiding = [address for address in addresses if hosts().hides_its_target(address)]
        if hiding:
            signals.append(_signal(SignalCode.SHORTENED_LINK, text, hiding, score=0.8, severity=2))
        feigned = [(address, how) for address in addresses if (how := hosts().imitation(address))]
        if feigned:
            named = [f"{address.typed_host[:MAX_NAMED_CHARACTERS]} {how}" for address, how in feigned]
            spans = [address.span for address, _ in feigned]
            signals.append(signal_at(SignalCode.LOOKALIKE_LINK, spans, named, score=0.9, severity=3))
        return tuple(signals)

    @cached_property
    def _finder(self) -> AddressFinder:
        return address_finder(self._own_domains)


def _signal(
    code: SignalCode, text: Text, addresses: Sequence[Address], *, score: float, severity: int
) -> Signal:
    spans = [address.span for address in addresses]
    named = [text.body[span.start : span.end][:MAX_NAMED_CHARACTERS] for span in spans]
    return signal_at(code, spans, named, score=round(score, 3), severity=severity)


def _words_beside(body: str, addresses: Sequence[Address]) -> int:
    ends = [0, *(address.span.end for address in addresses)]
    starts = [*(address.span.start for address in addresses), len(body)]
    beside = " ".join(body[end:start] for end, start in zip(ends, starts, strict=True))
    return len(_WORD.findall(beside))


def _share(body: str, addresses: Sequence[Address]) -> float:
    """What part of the text is address, by characters other than spaces."""
    inside = sum(address.span.end - address.span.start for address in addresses)
    return min(1.0, inside / max(1, sum(map(len, body.split()))))
