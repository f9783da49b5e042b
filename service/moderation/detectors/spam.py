"""Spam by rules: contact details, self-promotion, promised money and templates, weighed together."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import ClassVar

from service.domain.judgement import Context, Signal, Span
from service.moderation.detectors.base import Cost
from service.moderation.normalise import Text
from service.moderation.signals import SignalCode, signal_at
from service.moderation.spam.addresses import Address, AddressFinder
from service.moderation.spam.clue import Clue
from service.moderation.spam.hosts import Hosts
from service.moderation.spam.lists import address_finder, hosts, spam_lists
from service.moderation.spam.templates import leftovers
from service.moderation.spam.wordings import MAX_FOUND, Found

_CODES = (SignalCode.CONTACT, SignalCode.PROMOTION, SignalCode.MONEY, SignalCode.TEMPLATE)
_SCORES = {1: 0.3, 2: 0.7, 3: 0.9, 4: 0.95}

WEAK_CLUES = 2
"""So many clues of weight 1 together, or one beside a link that no reader cites, are for a moderator."""
WORDS_PER_WEAK_CLUE = 60
"""One more weak clue is needed for every so many words: long texts have some by chance."""
REPORTED_LESS = 1.5
"""So much less weighs a wording that the text only speaks of."""
PLAIN_WEIGHT = 6
"""From this sum of weights on, clues are plainly spam."""


class SpamDetector:
    """Weighs everything that speaks for spam, because most of it says nothing alone.

    Addresses on `own_domains`, the magazine's, speak for nothing.
    """

    name: ClassVar[str] = "spam"
    version: ClassVar[str] = "1"
    codes: ClassVar[frozenset[SignalCode]] = frozenset(_CODES)
    cost: ClassVar[Cost] = Cost.CHARACTERS

    def __init__(self, own_domains: Iterable[str] = ()) -> None:
        self._own_domains = tuple(own_domains)

    def find(self, text: Text, _context: Context) -> tuple[Signal, ...]:
        """At most one signal of each code. Its severity follows from all clues of the text together.

        1 says nothing alone, 2 is for a moderator to see, 3 is plainly spam.
        """
        addresses = self._finder.find(text)
        clues = self._clues(text, addresses)
        if not clues:
            return ()
        raised = _raised(clues, len(text.words), self._link_weight(addresses))
        return tuple(
            _signal(code, of_code, raised)
            for code in _CODES
            if (of_code := [c for c in clues if c.code == code])
        )

    @cached_property
    def _finder(self) -> AddressFinder:
        return address_finder(self._own_domains)

    def _clues(self, text: Text, addresses: Sequence[Address]) -> list[Clue]:
        lists = spam_lists()
        found = lists.wordings.find(text)
        clues = [_of_wording(each, text) for each in found]
        if len(found) == MAX_FOUND:
            # What comes after these was not looked for: a moderator sees a text that is so full of them.
            whole = Span(min(each.span.start for each in found), max(each.span.end for each in found))
            clues.append(Clue(SignalCode.PROMOTION, "wording upon wording", whole, 2))
        clues.extend(
            Clue(SignalCode.PROMOTION, "word in disguise", Span(hidden.start, hidden.end), 2, hidden.text)
            for hidden in text.disguises
            if hidden.text in lists.hidden
        )
        clues.extend(lists.contacts.find(text))
        clues.extend(clue for address in addresses if (clue := _of_address(address, hosts())))
        clues.extend(leftovers(text, has_link=bool(addresses)))
        return sorted((clue for clue in clues if clue.weight > 0), key=_reading_order)

    def _link_weight(self, addresses: Sequence[Address]) -> int:
        return 0 if all(map(hosts().is_cited, addresses)) else 1


def _of_wording(found: Found, text: Text) -> Clue:
    """A wording that the text only speaks of weighs less: readers quote spam to complain of it."""
    wording, span, words = found
    reported = text.is_reported(span.start, span.end)
    folded = None if all(word.exact for word in words) else " ".join(word.text for word in words)
    weight = wording.weight - REPORTED_LESS if reported else wording.weight
    return Clue(wording.code, wording.what, span, weight, folded)


def _of_address(address: Address, hosts: Hosts) -> Clue | None:
    if hosts.is_messenger(address):
        return Clue(SignalCode.CONTACT, "link into a messenger", address.span, 2)
    what, weight = "", 1
    if ware := hosts.ware(address):
        what, weight = f"address that names {ware}", 2
    elif address.disguised:
        what, weight = "disguised address", 2
    elif hosts.collects(address):
        what = "address where people collect money"
    elif hosts.pays_its_author(address):
        what = "address that pays its author"
    elif hosts.is_cheap(address):
        what = "address under a cheap ending"
    return Clue(SignalCode.PROMOTION, what, address.span, weight) if what else None


def _reading_order(clue: Clue) -> tuple[int, int, str]:
    return clue.span.start, clue.span.end, clue.what


def _weight(clue: Clue) -> float:
    return clue.weight


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _raised(clues: Sequence[Clue], word_count: int, link_weight: int) -> int:
    """The severity that all clues have together."""
    total: float = link_weight - word_count // WORDS_PER_WEAK_CLUE
    counted: dict[tuple[SignalCode, str], Span] = {}
    for clue in sorted(clues, key=_weight, reverse=True):
        kind = (clue.code, clue.what)
        # The same words, and the same thing said again, count once.
        if kind not in counted and not any(_overlap(clue.span, span) for span in counted.values()):
            counted[kind] = clue.span
            total += clue.weight
    if total >= PLAIN_WEIGHT:
        return 3
    return 2 if total >= WEAK_CLUES else 1


def _signal(code: SignalCode, clues: Sequence[Clue], raised: int) -> Signal:
    severity = max(raised, *(int(clue.weight) for clue in clues))
    return signal_at(
        code,
        [clue.span for clue in clues],
        [clue.what for clue in clues],
        score=_SCORES[severity],
        severity=severity,
        folded=[clue.folded for clue in clues if clue.folded is not None],
    )
