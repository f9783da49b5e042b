"""Finds the words that a mask such as `f??k` may stand for."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from service.moderation.lexicon.entries import Entry

HIDDEN = "?"
_MIN_CHARACTERS = 4
_MAX_CHARACTERS = 20


class MaskIndex:
    """Words by their length and the letters at their ends: a mask meets the few that share what it shows."""

    def __init__(self, words: Mapping[str, Entry], path: Path) -> None:
        """`path` lists masks that stand for one word by themselves. Raises what reading it raises."""
        known = tomllib.loads(path.read_text("utf-8"))["masks"]
        self._known = {mask: words[word] for mask, word in known.items() if word in words}
        self._by_ends: dict[tuple[int, str, str], list[tuple[str, Entry]]] = {}
        for word, entry in words.items():
            if _MIN_CHARACTERS <= len(word) <= _MAX_CHARACTERS:
                first, last = word[0], word[-1]
                for ends in ((first, last), (first, HIDDEN), (HIDDEN, last)):
                    self._by_ends.setdefault((len(word), *ends), []).append((word, entry))

    def is_known(self, mask: str) -> bool:
        """Whether the mask stands for one word by itself."""
        return mask in self._known

    def find(self, mask: str) -> Entry | None:
        """The gravest word that the mask may stand for; None if there is none or too little is known.

        More than half of the letters are given, and the first or the last is one of them; or it is one of the
        masks that are known by fewer.
        """
        entry = self._known.get(mask)
        if entry is not None:
            return entry
        known = len(mask) - mask.count(HIDDEN)
        if known * 2 <= len(mask):
            return None
        alike = self._by_ends.get((len(mask), mask[0], mask[-1]), ())
        fitting = [entry for word, entry in alike if _fits(mask, word)]
        return max(fitting, key=lambda entry: entry.group.severity, default=None)


def _fits(mask: str, word: str) -> bool:
    return all(given in (HIDDEN, letter) for given, letter in zip(mask, word, strict=True))
