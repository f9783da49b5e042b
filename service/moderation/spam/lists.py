"""What the lists of the folder `lists` make, once for the process: policies differ in own domains only."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from service.moderation.spam.addresses import AddressFinder
from service.moderation.spam.contacts import ContactFinder
from service.moderation.spam.hosts import Hosts
from service.moderation.spam.wordings import Wordings, table

_WORDINGS = ("spam_promotion", "spam_money", "spam_contact", "spam_praise")


class SpamLists(NamedTuple):
    """`hidden` are words that nobody has a reason to disguise but to sell something."""

    contacts: ContactFinder
    wordings: Wordings
    hidden: frozenset[str]


@cache
def spam_lists() -> SpamLists:
    """Raises what reading the lists raises, or WordingError where a form cannot be read."""
    vocabulary = table("spam_vocabulary")
    lists = [table(name) for name in _WORDINGS]
    return SpamLists(
        ContactFinder(lists[_WORDINGS.index("spam_contact")]),
        Wordings(vocabulary, lists),
        frozenset(vocabulary["hidden"].split()),
    )


@cache
def hosts() -> Hosts:
    """What is known of hosts. Raises what reading the list raises."""
    return Hosts(_addresses())


def address_finder(own_domains: Iterable[str]) -> AddressFinder:
    """A finder of addresses that are not the magazine's own. Raises what reading the list raises."""
    return AddressFinder(_addresses(), own_domains)


@cache
def _addresses() -> Mapping[str, Any]:
    return table("spam_addresses")
