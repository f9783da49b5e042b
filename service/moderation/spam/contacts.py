"""Contact details: e-mail addresses, telephone numbers, accounts in messengers, wallets."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from service.domain.judgement import Span
from service.moderation.normalise import Text
from service.moderation.signals import SignalCode
from service.moderation.spam.clue import Clue

MAX_OF_A_KIND = 20
"""The most contact details of one kind that one text is read for."""

_MAIL = re.compile(
    r"(?<![\w.+@/:-])(?P<local>[\w.+-]{1,64})@(?P<host>(?:[^\W_][\w-]{0,62}\.){1,5}[^\W\d_]{2,24})(?![\w@:/-])"
)
# "name at gmail dot com" and every mixture of signs, spaces and words.
_SPELT_MAIL = re.compile(
    r"""
    (?<![\w.+@-]) (?P<local>[\w.+-]{2,64}) \s?
    (?P<at>[\[({]\s?(?:at|@)\s?[\])}]|\sat\s|\s?@\s?) \s?
    (?P<host>[^\W_][\w-]{1,40}) \s?
    (?P<dot>[\[({]\s?(?:dot|\.)\s?[\])}]|\sdot\s|\.) \s?
    (?P<ending>com|net|org|info|de|ru|co|in|me|uk|io|live|online|icu|site)(?![\w-])
    """,
    re.VERBOSE,
)
_MAY_BE_NUMBER = re.compile(r"\d[\d\s().\u2010-\u2015\u2212/-]{6}")
_MAY_BE_WALLET = re.compile(r"[13bT0][0-9A-Za-z]{24}")
_NUMBER = re.compile(
    r"(?<![\w.,:/#$\u00a3\u20ac%=*~^&-])"
    r"\(?\+?\(?\d(?:[\s().\u2010-\u2015\u2212/-]{0,3}\d){6,16}"
    r"(?![\w%]|[.,:/-]\d)"
)
_DIGIT = re.compile(r"[0-9]")
_NO_DIGITS = re.compile(r"\D{1,9}")
_GROUPED = re.compile(r"(?:\(?1\)?[\s.-]{1,3})?(?:\(\d{3}\)\s?|\d{3}[\s.-])\d{3}[\s.-]\d{4}\Z")
"""As in North America: 555-123-4567, (555) 123-4567, 1.555.123.4567."""
_TOLL = re.compile(r"1?8(?:00|33|44|55|66|77|88)\d{7}\Z|0?(?:800|808|84[3-5]|87[0-3]|9[01]\d)\d{6,7}\Z")
_NOT_TO_CALL = re.compile(
    r"""
      (?:19|20)\d\d[\s./\u2010-\u2015-]{1,3}(?:19|20)\d\d\Z                                     # two years
    | (?:19|20)\d\d[\s./-]\d\d?[\s./-]\d\d? | \d\d?[\s./-]\d\d?[\s./-](?:19|20)\d\d  # a date
    | (?:\d{1,3}\.){3}\d{1,3}\Z                                                    # an address of a computer
    | (?:\d{1,9}[\s-]){1,15}\d\Z                                                     # the number of a book
    """,
    re.VERBOSE,
)
_BOOK = re.compile(r"97[89]\d{10}\Z")
_ASKED_BEFORE = re.compile(
    r"(?:call|text|txt|phone|tel|telephone|whats ?app|dial|ring|mobile|cell|contact|number|hotline|helpline"
    r"|sms|viber|signal|us at|me at|me on|us on|reach (?:me|us|him|her))\W{1,3}(?:\w{1,12}\W{1,3}){0,3}\Z"
)
_MAX_BEFORE_CHARACTERS = 60
_HANDLE = re.compile(
    r"(?<!\w)(?:telegram|whats ?app|instagram|insta|ig|kik|snapchat|snap|skype|wickr|wechat|viber|discord"
    r"|tiktok|threema|session)"
    r"(?:\s(?:me|us|him|her|id|user|username|handle|account|is|at|on|dm)){0,3}\s?(?:[:=>-]{1,3}\s?@?|\s?@)"
    r"(?P<name>(?=[\w.]{0,40}[\d_@.:])[\w.:]{3,40}|(?<=@)[\w.]{3,40})"
)
_WALLET = re.compile(
    r"(?<![\w/.=-])(?:[13][1-9A-HJ-NP-Za-km-z]{25,34}|bc1[02-9ac-hj-np-z]{20,70}|0x[0-9a-fA-F]{40}"
    r"|T[1-9A-HJ-NP-Za-km-z]{33})(?![\w-])"
)


class ContactFinder:
    """Finds contact details. Dates, versions, prices, numbers of orders and the like are none."""

    def __init__(self, known: Mapping[str, Any]) -> None:
        """`known` is the list `spam_contact`."""
        self._roles = frozenset(known["roles"].split())
        self._private = tuple(known["private_mail"].split())
        self._at_private = re.compile(rf"at\s(?:{'|'.join(map(re.escape, self._private))})")
        self._examples = tuple(known["example_mail"].split())

    def find(self, text: Text) -> Iterator[Clue]:
        """The contact details of a text, one clue each."""
        folded = text.folded.text
        finders = [self._mail, self._spelt_mail, _handles]
        # Most texts have no digit, and what is found in digits takes longest to look for.
        if _DIGIT.search(folded):
            finders.append(_numbers)
        for find in finders:
            for found, (what, start, end, weight) in enumerate(find(folded)):
                if found == MAX_OF_A_KIND:
                    break
                yield Clue(SignalCode.CONTACT, what, text.folded.span(start, end), weight)
        if _numbers in finders:
            # Wallets are told by capitals, so they are read as typed.
            for match in _wallets(text.body):
                yield Clue(SignalCode.CONTACT, "wallet address", Span(match.start(), match.end()), 2)

    def _mail(self, folded: str) -> Iterator[tuple[str, int, int, int]]:
        if "@" not in folded:
            return
        for match in _MAIL.finditer(folded):
            local, host = match["local"], match["host"]
            if local == "git" or host.endswith(self._examples):
                continue
            weight = 1 if local in self._roles and not host.startswith(self._private) else 2
            yield "e-mail address", match.start(), match.end(), weight

    def _spelt_mail(self, folded: str) -> Iterator[tuple[str, int, int, int]]:
        if not (
            "dot" in folded
            or "@" in folded
            or "(at" in folded
            or "[at" in folded
            or self._at_private.search(folded)
        ):
            return
        for match in _SPELT_MAIL.finditer(folded):
            plain_at, plain_dot = match["at"].isspace() or match["at"].strip() == "at", match["dot"] == "."
            if match["host"].endswith(self._examples) or (match["at"] == "@" and plain_dot):
                continue
            # "a colleague at example.com" is an address only where the host is one for private mail.
            if plain_at and plain_dot and not match["host"].startswith(self._private):
                continue
            yield "disguised e-mail address", match.start(), match.end(), 2


def _numbers(folded: str) -> Iterator[tuple[str, int, int, int]]:
    if not _MAY_BE_NUMBER.search(folded):
        return
    for match in _NUMBER.finditer(folded):
        written = match[0]
        before = folded[max(0, match.start() - _MAX_BEFORE_CHARACTERS) : match.start()]
        weight = _telephone_weight(written, before)
        if weight:
            yield "telephone number", match.start(), match.end(), weight


def _telephone_weight(written: str, before: str) -> int:
    """How much the number looks like one to call; 0 where it does not."""
    digits = _NO_DIGITS.sub("", written)
    if len(digits) > 15 or len(set(digits)) < 3 or _NOT_TO_CALL.match(written) or _BOOK.match(digits):
        return 0
    asked = bool(_ASKED_BEFORE.search(before))
    called = (
        (written.lstrip("(").startswith(("+", "00")) and len(digits) >= 9)
        or _GROUPED.match(written)
        or (_TOLL.match(digits) and (asked or digits.startswith("0") or not written.isdecimal()))
        or (digits.startswith("0") and len(digits) in (10, 11))
        or (asked and len(digits) >= 7)
    )
    return 2 if called else 0


def _handles(folded: str) -> Iterator[tuple[str, int, int, int]]:
    if "@" not in folded and ":" not in folded:
        return
    for match in _HANDLE.finditer(folded):
        yield "messenger account", match.start(), match.end(), 2


def _wallets(body: str) -> Iterator[re.Match[str]]:
    if not _MAY_BE_WALLET.search(body):
        return
    for found, match in enumerate(_WALLET.finditer(body)):
        if found == MAX_OF_A_KIND:
            break
        address = match[0]
        if address.startswith(("bc1", "0x")) or not (
            address.islower() or address.isupper() or address.isdigit()
        ):
            yield match
