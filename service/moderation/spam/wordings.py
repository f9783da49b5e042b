"""Wordings: turns of phrase in many variants, found among the words of a text."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from importlib.resources import files
from itertools import islice
from operator import itemgetter
from typing import Any, NamedTuple

from service.domain.judgement import Span
from service.moderation.normalise import Text, Word
from service.moderation.sieve import Need, Sieve, numbers
from service.moderation.signals import SignalCode

SHORT_WORDS = 5
"""A match of up to so many words does not reach over the end of a sentence: "my page. Subscribe"."""
MAX_MATCHES = 5
"""The most places in which one form is looked for in one text."""
MAX_FOUND = 60
"""The most places of all forms together that are given for one text. More would say nothing new."""

_PART = re.compile(r"\.\.\d{1,2}|!?\((?:[^\W_]|[ #$|]){1,4000}\)\??|[#$]\??|!?[^\W_]{1,40}\??|\s{1,9}")
_CLASS = re.compile(r"\{(\w{1,40})\}")
_CURRENCIES = frozenset("$£€¥₹₦₽₿")
_SENTENCE_END = re.compile(r"[.?;]\s")
_FIRST_LETTER = 0x100
_OTHER, _NUMBER, _AMOUNT = "w", "#", "$"
"""The letters of a word that no form asks for, of a number, and of a number with a sign of currency."""


class Wording(NamedTuple):
    """`what` it is, in words; `weight` is what finding it weighs, as in a Clue."""

    code: SignalCode
    what: str
    weight: float


class Found(NamedTuple):
    """A wording in a text, and where; `words` are the words that fit it, as folded."""

    wording: Wording
    span: Span
    words: Sequence[Word]


class WordingError(Exception):
    """A list of wordings that cannot be used: the message says which form is wrong, and why."""


def table(name: str) -> dict[str, Any]:
    """A list of the folder `lists`, as TOML reads it."""
    return tomllib.loads((files("service.moderation") / "lists" / f"{name}.toml").read_text("utf-8"))


class Wordings:
    """The wordings of several lists. A form is one line; spaces stand between its parts.

        word        this word, lower case
        (a|b c)     one of these
        ({class})   one of the words of this class of the vocabulary
        #           a number, with what is glued to it: 5,000, 10k, 90usd
        $           a number with a sign of currency before or after it
        ..3         up to three words of any kind
        part?       this part or nothing
        !part       not this part next

    Whatever stands between words - spaces, signs, line breaks - is as good as one space.

    Each word that a form asks for gets a letter, and a text becomes a string of letters, one a word: a
    form is a short regular expression over such strings. It is tried only on texts with a word of each of
    its rarest parts: those with the fewest words that every second text has (`common`).
    """

    def __init__(self, vocabulary: Mapping[str, Any], lists: Iterable[Mapping[str, Any]]) -> None:
        """`vocabulary` has `common` and `classes`, each of `lists` a code and its wordings.

        Raises WordingError where a form has an unknown class or sign, or no part to know it by.
        """
        self._common = frozenset(vocabulary["common"].split())
        self._classes: Mapping[str, str] = vocabulary["classes"]
        self._letters: dict[str, str] = {}
        self._needs: dict[str, tuple[int, Need] | None] = {}
        self._forms: list[_Form] = []
        needs = []
        for listed in lists:
            for row in listed["wording"]:
                wording = Wording(SignalCode(listed["code"]), row["what"], row["weight"])
                for line in row["forms"]:
                    parts = self._parts(line)
                    needs.append(self._needed(line, parts))
                    self._forms.append(_Form(wording, parts, self._letters))
        sieve = Sieve(needs)
        self._possible, bits_of = sieve.possible, sieve.bits_of
        self._known = {word: (letter, bits_of.get(letter, 0)) for word, letter in self._letters.items()}

    def find(self, text: Text) -> list[Found]:
        """The places of the wordings; a place may come once for each form that fits it.

        At most MAX_FOUND, in the order of the forms.
        """
        letters, met = self._read(text)
        possible = [self._forms[number] for number in numbers(self._possible(met))]
        places = (
            Found(form.wording, *place) for form in possible for place in _places(form.pattern, letters, text)
        )
        return list(islice(places, MAX_FOUND))

    def _read(self, text: Text) -> tuple[str, int]:
        """The words of the text as letters, and the needs of forms that they meet."""
        known = self._known.get
        letters, met = [], 0
        for word in text.words:
            written = word[0]
            found = known(written)
            if found is not None:
                letters.append(found[0])
                met |= found[1]
            else:
                letters.append(_number(text.body, word) if written[0].isdigit() else _OTHER)
        return "".join(letters), met

    def _parts(self, line: str) -> list[str]:
        expanded = _CLASS.sub(self._class, line)
        parts = _PART.findall(expanded)
        if "".join(parts) != expanded:
            raise WordingError(f"the form {line!r} has a sign that means nothing")
        return [part for part in parts if not part.isspace()]

    def _class(self, name: re.Match[str]) -> str:
        if name[1] not in self._classes:
            raise WordingError(f"there is no class {name[1]!r}")
        return self._classes[name[1]]

    def _letter(self, word: str) -> str:
        return self._letters.setdefault(word, chr(_FIRST_LETTER + len(self._letters)))

    def _needed(self, line: str, parts: Sequence[str]) -> list[Need]:
        """For each part that a text with this form cannot be without: letters of which it has one.

        The part with the fewest common words comes first.
        """
        needed = [need for part in parts if (need := self._need(part)) is not None]
        if not needed:
            raise WordingError(f"the form {line!r} has no part to know it by")
        return [letters for _, letters in sorted(needed, key=itemgetter(0))]

    def _need(self, part: str) -> tuple[int, Need] | None:
        """How many common words the part has, and its letters; None where a text can be without it."""
        if part not in self._needs:
            choices = [[word for word in choice.split() if word.isalnum()] for choice in _choices(part)]
            for choice in choices:
                for word in choice:
                    self._letter(word)
            if all(choices) and part[0] != "!" and part[-1] != "?":
                rarest = {min(choice, key=self._common.__contains__) for choice in choices}
                letters = "".join([self._letters[word] for word in rarest])
                self._needs[part] = len(rarest & self._common), letters
            else:
                self._needs[part] = None
        return self._needs[part]


class _Form:
    """One form of a wording. Its regular expression is made when a text first asks for it."""

    def __init__(self, wording: Wording, parts: Sequence[str], letters: Mapping[str, str]) -> None:
        self.wording = wording
        self._parts = parts
        self._letters = letters

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile("".join(map(self._expression, self._parts)))

    def _expression(self, part: str) -> str:
        if part.startswith(".."):
            return f".{{0,{part[2:]}}}"
        if part.startswith("!"):
            return f"(?!{self._expression(part[1:])})"
        choices = ["".join(map(self._word, choice.split())) for choice in _choices(part)]
        single = [choice for choice in choices if len(choice) == 1]
        several = [choice for choice in choices if len(choice) > 1]
        # Where every choice begins with one letter, a search leaps from one such letter to the next.
        together = [f"[{''.join(single)}]"] if single and not several else single
        return f"(?:{'|'.join([*several, *together])}){'?' if part.endswith('?') else ''}"

    def _word(self, word: str) -> str:
        if word == _AMOUNT:
            return rf"\{_AMOUNT}{_NUMBER}{{0,2}}"
        if word == _NUMBER:
            # Some numbers have a letter of their own, because a form asks for them.
            numbers = "".join(letter for word, letter in self._letters.items() if word[0].isdigit())
            return f"[{_AMOUNT}{_NUMBER}{numbers}][{_NUMBER}{numbers}]{{0,2}}"
        return self._letters[word]


def _choices(part: str) -> list[str]:
    return part.removesuffix("?").strip("!()").split("|")


def _number(body: str, word: Word) -> str:
    before = body[word.start - 1 : word.start]
    after = body[word.end : word.end + 1]
    return _AMOUNT if before in _CURRENCIES or after in _CURRENCIES else _NUMBER


def _places(pattern: re.Pattern[str], letters: str, text: Text) -> Iterator[tuple[Span, Sequence[Word]]]:
    match = pattern.search(letters)
    for _ in range(MAX_MATCHES):
        if match is None:
            return
        found = text.words[match.start() : match.end()]
        if len(found) > SHORT_WORDS or not _SENTENCE_END.search(text.body, found[0].start, found[-1].start):
            yield Span(found[0].start, found[-1].end), found
        match = pattern.search(letters, match.end())
