"""What better-profanity says when it is asked alone, as it comes: `contains_profanity` with its own list.

The package compares every word, alone and with those after it, with each of its 900 entries: 35 ms for 200
characters. Nearly all of these comparisons fail at the length or at the first letter, so they are left out
here: a word is compared only with the entries that agree with it in both. The comparison itself, and all
else, is the package's own.
"""

from collections.abc import Iterable, Mapping

from better_profanity import Profanity


class BetterProfanityAlone:
    """Costly to build, cheap to ask."""

    def __init__(self) -> None:
        self._profanity = Profanity()
        self._profanity.CENSOR_WORDSET = _Entries(
            self._profanity.CENSOR_WORDSET, self._profanity.CHARS_MAPPING
        )

    def flags(self, text: str) -> bool:
        """Whether the package finds strong language."""
        return bool(self._profanity.contains_profanity(text))


class _Entries:
    """The package's entries, kept by length and by the characters that they may begin with.

    Every substitution of the package is one character for one character, so an entry has one length.
    """

    def __init__(self, entries: Iterable[object], substitutions: Mapping[str, Iterable[str]]) -> None:
        self._by_shape: dict[tuple[int, str], list[object]] = {}
        for entry in entries:
            written = str(entry)
            for first in substitutions.get(written[0], written[0]):
                self._by_shape.setdefault((len(written), first), []).append(entry)

    def __contains__(self, word: str) -> bool:
        return word in self._by_shape.get((len(word), word[:1]), ())

    def __len__(self) -> int:
        return len(self._by_shape)
