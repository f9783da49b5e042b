"""Web addresses in a text, in all the ways in which people write them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from ipaddress import ip_address
from typing import Any, NamedTuple

from service.domain.judgement import Span
from service.moderation.normalise import Text

MAX_ADDRESSES = 100
"""The most addresses that one text is read for. A text with more says nothing new after them."""

# Every repeat is bounded, and a bare name begins only where no longer one could have begun before it.
_REST = r"[^\s<>\"\[\]]{0,2048}"
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_WRITTEN = re.compile(
    rf"""
      (?:h(?:tt|xx)ps?|ftp) (?:://|\[:\]//|:\\\\) (?P<of_scheme>(?:\[[\da-f:.]{{2,45}}\]|\w){_REST})
    | (?<![\w@.-]) (?P<of_www>www?\d?\.[^\W_]{_REST})
    | (?<![\w@./:-])
      (?P<bare>(?:{_LABEL}[.\u3002]){{1,8}}{_LABEL} (?![\w@-]|\.\w) (?:(?::\d{{1,5}})?[/?#\\]{_REST})?)
    """,
    re.VERBOSE,
)
_DOTTED = re.compile(r"\.(?<=\w\.)[^\W\d_]{2}")
# A dot that is spelt out or set apart, so that no machine sees the address.
_DOT = r"(?:\s?[\[({]\s?(?:\.|d[o0]t)\s?[\])}]\s?|\sd[o0]t\s)"
_DISGUISED = re.compile(
    rf"""
    (?<![\w@.:-]) (?P<name>{_LABEL}(?:(?:{_DOT}|\.){_LABEL}){{0,3}}) (?P<dot>{_DOT}|\s{{0,3}}\.\s?)
    (?P<ending>[^\W\d_]{{2,12}}) (?![\w@'-]) (?P<path>/{_REST})?
    """,
    re.VERBOSE,
)
_SPACED = re.compile(
    rf"(?<![\w@./:-])www?[ .]{{1,3}}(?P<name>{_LABEL})(?P<dot>[ .]{{1,3}})"
    r"(?P<ending>com|net|org|info|ru|xyz)(?![\w@-])"
)
_DISGUISES = (
    " dot ",
    "dot]",
    "dot)",
    "dot}",
    "d0t",
    "[.",
    "(.",
    "{.",
    "[ .",
    "( .",
    " . ",
    ". com",
    " .com",
    "ww ",
)
"""What disguised addresses have in them. To look for these is much faster than to read for addresses."""
_SPELT_OUT = re.compile(r"\bd[o0]t\b|[^\w-]{1,9}")
_BRACKETS = frozenset("[({")
_SURE_ENDINGS = frozenset({"com", "net", "org"})
_NO_NAMES = frozenset(
    {"the", "this", "that", "then", "last", "late", "new", "old", "your", "first", "big", "and"}
)
_NO_HOSTS = ("com.", "org.", "net.", "io.", "java.", "system.")
"""How the names of packages and namespaces begin, which are addresses the wrong way round."""
_TRAILING = ".,;:!?)]}'*_~|\u2026\u00bb\u201d\u2019"
_HOST = re.compile(
    r"(?:[^/?#\\@\s]{0,256}@)?(?P<host>\[[\da-f:.]{2,45}\]|[^/?#\\:@\s)}'*,;!|]{1,253})(?::\d{1,5})?"
)
_OWN_NETWORK = (".local", ".localhost", ".internal", ".lan", ".test", ".invalid")


class Address(NamedTuple):
    """A web address: its host and path as folded, without `www.`, and its place in the text as typed.

    `typed_host` is the host in the letters that its author typed. `user` says that something with an @
    sign stood before the host; `disguised` that the author hid it from machines.
    """

    host: str
    path: str
    span: Span
    typed_host: str
    user: bool = False
    disguised: bool = False


class AddressFinder:
    """Finds addresses: with a scheme, with `www.`, a bare `example.com`, `example dot com`.

    Names of products and files that look like addresses are none, and neither are hosts of the reader's
    own network (localhost, 192.168.1.1).
    """

    def __init__(self, known: Mapping[str, Any], own_domains: Iterable[str] = ()) -> None:
        """`known` is the list `spam_addresses`; addresses on `own_domains`, and below, are left out."""
        self._own = tuple(domain.lower().removeprefix("www.") for domain in own_domains)
        self._doubtful = frozenset(known["doubtful_endings"].split())
        self._plain = frozenset(known["plain_endings"].split()) - self._doubtful
        self._file_endings = frozenset(known["file_endings"].split())
        self._names = frozenset(known["names"].split())

    def find(self, text: Text) -> list[Address]:
        """The addresses in reading order, at most MAX_ADDRESSES."""
        folded = text.folded.text
        found: list[Address] = []
        if (
            "://" in folded
            or "\u3002" in folded
            or ("." in folded and _DOTTED.search(folded))
            or ":\\\\" in folded
        ):
            found.extend(self._written(text, folded))
        if any(sign in folded for sign in _DISGUISES):
            found.extend(_apart(self._disguised(text, folded), found))
            found.sort(key=lambda address: address.span.start)
        return found

    def _written(self, text: Text, folded: str) -> Iterator[Address]:
        count = 0
        for match in _WRITTEN.finditer(folded):
            kind = str(match.lastgroup)
            start = match.start(kind)
            address = _trimmed(match[kind])
            host = _HOST.match(address)
            if host is None or not _is_public(host["host"]):
                continue
            typed = text.folded.span(start + host.start("host"), start + host.end("host"))
            typed_host = text.body[typed.start : typed.end]
            if kind == "bare" and not self._is_bare_address(host["host"], address[host.end() :], typed_host):
                continue
            name = _clean(host["host"])
            if self._is_own(name):
                continue
            yield Address(
                name,
                address[host.end() :],
                text.folded.span(match.start(), start + len(address)),
                typed_host,
                user=host.start("host") > 0,
                disguised=match[0].startswith("hxxp"),
            )
            count += 1
            if count == MAX_ADDRESSES:
                return

    def _is_own(self, host: str) -> bool:
        return any(host == domain or host.endswith(f".{domain}") for domain in self._own)

    def _is_bare_address(self, host: str, path: str, typed_host: str) -> bool:
        """Whether a name with dots, and perhaps a path, is an address although nothing else says so."""
        ending = re.split(r"[.\u3002]", host)[-1]
        typed_ending = typed_host.rpartition(".")[2]
        if not path and (host in self._names or host.startswith(_NO_HOSTS)):
            return False
        if not path and typed_ending.istitle() and ending not in _SURE_ENDINGS:
            return False  # "I read it.Online", with a space forgotten
        if ending in self._plain or typed_ending.lower() in self._plain:
            return True
        if len(path) < 2 or ending not in self._doubtful:
            return False
        return not (ending in self._file_endings and path.rpartition(".")[2] in self._file_endings)

    def _disguised(self, text: Text, folded: str) -> Iterator[Address]:
        for pattern in (_DISGUISED, _SPACED):
            for number, match in enumerate(pattern.finditer(folded)):
                if number == MAX_ADDRESSES:
                    break
                name = ".".join(part for part in _SPELT_OUT.split(match["name"]) if part)
                if not self._is_disguised_address(name, match["dot"], match["ending"]):
                    continue
                path = _trimmed(match.groupdict().get("path") or "")
                span = text.folded.span(match.start(), match.end("ending") + len(path))
                host = _clean(f"{name}.{match['ending']}")
                if not self._is_own(host):
                    yield Address(host, path, span, host, disguised=True)

    def _is_disguised_address(self, name: str, dot: str, ending: str) -> bool:
        if not _BRACKETS.isdisjoint(dot):
            return ending in self._plain or ending in self._doubtful
        if name in _NO_NAMES or len(name) < 3:
            return False  # "the dot com bubble"
        # A sentence may end before "Net" and begin with it; hardly any begins with "com".
        return ending in self._plain or ending == "store" if "d" in dot else ending == "com"


def _apart(addresses: Iterator[Address], others: list[Address]) -> list[Address]:
    """Those of the addresses that share no character with one of the others."""
    taken = [address.span for address in others]
    return [
        address
        for address in addresses
        if not any(span.start < address.span.end and address.span.start < span.end for span in taken)
    ][: MAX_ADDRESSES - len(taken)]


def _trimmed(address: str) -> str:
    """Without the signs of the sentence around it."""
    trimmed = address.rstrip(_TRAILING)
    closed = trimmed.count("(") - trimmed.count(")") == 1 and address[len(trimmed) :].startswith(")")
    return f"{trimmed})" if closed else trimmed


def _clean(host: str) -> str:
    return host.replace("\u3002", ".").removeprefix("www.").removeprefix("m.").rstrip(".")


def _is_public(host: str) -> bool:
    """Whether others than the reader can reach it."""
    host = host.strip("[]").rstrip(".")
    if "." not in host and ":" not in host and "\u3002" not in host:
        return False
    if ":" in host or host.replace(".", "").isdecimal():
        try:
            return ip_address(host).is_global
        except ValueError:
            return False
    return not host.endswith(_OWN_NETWORK)
