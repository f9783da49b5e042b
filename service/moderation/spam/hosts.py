"""What is known about the hosts of addresses: who hides where a link leads, who imitates whom."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from service.moderation.spam.addresses import Address

_PUNYCODE = "xn--"
_LIKE_LATIN = frozenset("асԁеһіјӏорԛѕԝхуαειικνορτυχѵցոսօ")
"""Letters of other scripts that look like one of ours; a whole name of them is a disguise."""
_LIKE = (
    ("rn", "m"),
    ("vv", "w"),
    ("cl", "d"),
    ("0", "o"),
    ("1", "l"),
    ("i", "l"),
    ("3", "e"),
    ("4", "a"),
    ("5", "s"),
    ("8", "b"),
)
"""What looks like what in an address, in the order in which it is replaced."""
_SIGNS = re.compile(r"[-_.]")
_SIGNS_AND_DIGITS = re.compile(r"[-_.\d]{1,9}")
_REFERRAL = re.compile(
    r"[?&](?:ref|r|aff|aff_id|affiliate|referral|refer|invite|promo|coupon|partner|tag|hlr)=(?=[\w-]{0,40}\d)[\w-]{3,40}"
    r"|/(?:refer|referral|ref|invite|join|r)/\w"
)
_MIN_PART_CHARACTERS = 5
"""From this length on, a part of a name is looked for inside longer words."""


class Hosts:
    """Answers questions about addresses from the list `spam_addresses`."""

    def __init__(self, known: Mapping[str, Any]) -> None:
        self._shorteners = frozenset(known["shorteners"].split())
        self._redirects = tuple(known["redirects"].split())
        self._messengers = tuple(known["messengers"].split())
        self._collecting = tuple(known["collecting"].split())
        self._cited = frozenset(known["cited"].split())
        wares = known["wares"].split()
        self._wares = frozenset(wares)
        self._long_wares = tuple(ware for ware in wares if len(ware) >= _MIN_PART_CHARACTERS)
        self._cheap_endings = frozenset(known["cheap_endings"].split())
        self._uncited = frozenset(known["uncited"].split())
        self._imitated = frozenset(known["imitated"].split())
        self._by_looks = {_looks(name): name for name in self._imitated if len(name) > 3}
        self._lures = frozenset(known["lures"].split())

    def hides_its_target(self, address: Address) -> bool:
        """Whether it belongs to a service that shortens addresses, or to a page that only sends on."""
        if address.host in self._shorteners:
            return bool(address.path.strip("/"))
        return f"{address.host}{address.path}".startswith(self._redirects)

    def is_messenger(self, address: Address) -> bool:
        """Whether it leads to somebody or to a group in a messenger."""
        return f"{address.host}{address.path}".startswith(self._messengers)

    def is_cited(self, address: Address) -> bool:
        """Whether readers cite this site, or one above it (`docs.python.org` for `python.org`)."""
        if address.host in self._uncited:
            return False
        labels = address.host.split(".")
        if labels[-1] in ("edu", "gov", "mil") or (len(labels) > 2 and labels[-2] in ("ac", "gov", "edu")):
            return True
        return any(".".join(labels[first:]) in self._cited for first in range(len(labels) - 1))

    def ware(self, address: Address) -> str | None:
        """A part of the host that only sites of spam have, such as `casino`."""
        if self.is_cited(address):
            return None
        parts = _SIGNS_AND_DIGITS.split(address.host.rpartition(".")[0])
        for part in parts:
            if part in self._wares:
                return part
        name = "".join(parts)
        return next((ware for ware in self._long_wares if ware in name), None)

    def is_cheap(self, address: Address) -> bool:
        """Whether its name costs next to nothing, as those of sites do that live for a week."""
        return address.host.rpartition(".")[2] in self._cheap_endings

    def collects(self, address: Address) -> bool:
        """Whether people collect money or sell themselves there."""
        return f"{address.host}{address.path}".startswith(self._collecting)

    def pays_its_author(self, address: Address) -> bool:
        """Whether it carries the mark by which a shop or a game rewards whoever spread it."""
        return not self.is_cited(address) and bool(_REFERRAL.search(address.path))

    def imitation(self, address: Address) -> str | None:
        """What the host imitates and how, in words; None where it is what it seems."""
        if address.user and "." in address.host:
            return "hides the host behind another name"
        typed = _unicode(address.typed_host.lower())
        if not typed.isascii() and any(map(_is_mixed, typed.split("."))):
            return "has letters of another script"
        if self.is_cited(address):
            return None
        parts = _SIGNS.split(address.host)[:-1]
        for part in parts:
            name = self._by_looks.get(_looks(part))
            if name is not None and name != part:
                return f"looks like {name}"
        # paypal-secure.com, but not secure.paypal.com: there the name is the site's own.
        for part in address.host.split(".")[:-1]:
            words = set(part.split("-"))
            name = next(iter(words & self._imitated), None)
            if name is not None and words & self._lures:
                return f"is not {name}"
        return None


def _looks(name: str) -> str:
    """The name as it looks at a glance: what looks alike is one letter, and no letter stands twice."""
    for letters, like in _LIKE:
        name = name.replace(letters, like)
    return re.sub(r"(.)\1{1,9}", r"\1", name)


def _unicode(host: str) -> str:
    """The host with the names that are in punycode spelt out."""
    if _PUNYCODE not in host:
        return host
    return ".".join(map(_label, host.split(".")))


def _label(label: str) -> str:
    if not label.startswith(_PUNYCODE):
        return label
    try:
        return label.removeprefix(_PUNYCODE).encode("ascii").decode("punycode")
    except (UnicodeError, ValueError, OverflowError):
        return label


def _is_mixed(label: str) -> bool:
    """Whether letters of another script stand among ours, or for all of them."""
    letters = [letter for letter in label if letter.isalpha()]
    scripts = {unicodedata.name(letter, "?").partition(" ")[0] for letter in letters}
    alike = scripts & {"CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU"}
    if not alike:
        return False
    return "LATIN" in scripts or (len(letters) > 2 and _LIKE_LATIN.issuperset(letters))
