"""Ordinary words: what looks like a strong word, or holds one, and is none."""

import tomllib
from collections.abc import Sequence
from pathlib import Path

from service.moderation.lexicon.entries import inflected
from service.moderation.phrase_index import PhraseIndex

_BEGIN_CHARACTERS = 4
"""Every beginning (`scunthorp*`) has at least so many letters, and is looked up under these."""


class Ordinary:
    """The ordinary words and phrases of `ordinary.toml`."""

    def __init__(self, path: Path) -> None:
        """Raises what reading raises, or KeyError where a key is missing."""
        table = tomllib.loads(path.read_text("utf-8"))
        entries = [word for group in table["group"] for word in group["words"].split()]
        self.words = frozenset(
            form for entry in entries if not entry.endswith("*") for form in inflected(entry)
        )
        self._beginnings: dict[str, tuple[str, ...]] = {}
        for entry in entries:
            if entry.endswith("*"):
                begin = entry.removesuffix("*")
                key = begin[:_BEGIN_CHARACTERS]
                self._beginnings[key] = (*self._beginnings.get(key, ()), begin)
        self._halves = frozenset(table["halves"]["words"].split())
        self.phrases = PhraseIndex(line for line in table["phrases"]["lines"].split("\n") if line)

    def has(self, word: str) -> bool:
        """Whether the word stands in the list, or begins as one of its beginnings."""
        if word in self.words:
            return True
        beginnings = self._beginnings.get(word[:_BEGIN_CHARACTERS])
        return beginnings is not None and word.startswith(beginnings)

    def are_halves(self, parts: Sequence[str]) -> bool:
        """Whether all of these, which make a strong word together, are ordinary by themselves."""
        return all(part in self._halves for part in parts)
