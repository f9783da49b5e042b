"""Strong words with an ordinary meaning: which of the two is meant, by the words around.

A cock is a bird beside a hen, and a tap beside a valve. `ordinary.toml` has, for each such word, what its
ordinary meanings keep company with.
"""

import tomllib
from bisect import bisect_left
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Any

from service.moderation.lexicon.entries import inflected
from service.moderation.lexicon.search import Found
from service.moderation.normalise import Text

_ORDINARY = Path(__file__).parents[1] / "lists" / "lexicon" / "ordinary.toml"
_MOST_FOUND = 100
"""A text with more strong words than that is not about birds and taps."""
_NEAR = 12
"""How many words before and behind are looked at: a sentence or so."""


class Homographs:
    """The words of the list, each with those that show its ordinary meaning."""

    def __init__(self, path: Path) -> None:
        """Raises what reading raises, or KeyError where a key is missing."""
        table = tomllib.loads(path.read_text("utf-8"))
        self._aimed = frozenset(table["aimed"]["words"].split())
        self._company: dict[str, list[_Company]] = {}
        for row in table["homograph"]:
            company = _Company(row)
            for notation in row["words"].split():
                for form in inflected(notation):
                    self._company.setdefault(form, []).append(company)

    def strong(self, found: list[Found], text: Text) -> list[Found]:
        """What is left of these without the words that stand there in an ordinary meaning."""
        if len(found) > _MOST_FOUND:
            return found
        return [one for one in found if not self.is_ordinary(one, text)]

    def is_ordinary(self, found: Found, text: Text) -> bool:
        """Whether the word stands there in an ordinary meaning, as far as its company shows.

        One that is aimed at somebody ("you", "stupid" before it) or disguised never does.
        """
        companies = self._company.get(found.form) if found.exact else None
        if companies is None:
            return False
        words = text.words
        at = bisect_left(words, found.start, key=attrgetter("start"))
        if at and words[at - 1].text in self._aimed:
            return False
        near = [word.text for word in (*words[max(at - _NEAR, 0) : at], *words[at + 1 : at + _NEAR + 1])]
        typed = text.body[found.start : found.end]
        return any(company.suits(typed) and any(map(company.has, near)) for company in companies)


class _Company:
    """Words, and beginnings of words, that one of the homographs has about it in its ordinary meaning."""

    def __init__(self, row: dict[str, Any]) -> None:
        near = row["near"].split()
        self._words = frozenset(word for word in near if not word.endswith("*"))
        self._beginnings = tuple(word.removesuffix("*") for word in near if word.endswith("*"))
        self._as_a_name: bool = row.get("as_a_name", False)

    def suits(self, typed: str) -> bool:
        """Whether the homograph may have this meaning as it is typed: a name has one capital letter."""
        return not self._as_a_name or typed.istitle()

    def has(self, word: str) -> bool:
        """Whether this word is one of them."""
        return word in self._words or word.startswith(self._beginnings)


@cache
def homographs() -> Homographs:
    """Those of this process, loaded when they are first asked for."""
    return Homographs(_ORDINARY)
