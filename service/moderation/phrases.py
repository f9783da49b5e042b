"""Finds any of many words and phrases in a text, at a cost that does not grow with their number."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from service.moderation.normalise import Word, words_of

MAX_ENTRY_CHARACTERS = 100
MIN_PREFIX_CHARACTERS = 3


def fault_of(entry: str) -> str | None:
    """What keeps this from being an entry of a PhraseIndex, as a sentence; None if nothing does."""
    words = words_of(entry)
    begin = entry.removesuffix("*")
    if not words:
        return "An entry without a letter or digit would match nothing. Take it out."
    if len(entry) > MAX_ENTRY_CHARACTERS:
        return f"The entry has {len(entry)} characters; {MAX_ENTRY_CHARACTERS} is the most."
    if "*" in begin:
        return "A star stands at the end only, for any ending of the last word."
    if words[0].start != 0 or words[-1].end != len(begin):
        return "An entry begins and ends with a letter or digit; of other signs only a star may follow."
    if begin != entry and len(words[-1].text) < MIN_PREFIX_CHARACTERS:
        return f"At least {MIN_PREFIX_CHARACTERS} letters stand before a star, or it matches too much."
    return None


@dataclass(slots=True)
class _Node:
    """What may follow the words read so far."""

    following: dict[str, "_Node"] = field(default_factory=dict)
    prefixes: dict[str, str] = field(default_factory=dict)
    prefix_lengths: list[int] = field(default_factory=list)
    entry: str | None = None

    def entry_by_prefix(self, word: str) -> str | None:
        """The entry whose last word, given as `begin*`, begins this word."""
        for length in self.prefix_lengths:
            entry = self.prefixes.get(word[:length])
            if entry is not None:
                return entry
        return None


@dataclass(frozen=True, slots=True)
class Match:
    """An entry found in a text, as its list spells it, and its place in code points."""

    entry: str
    start: int
    end: int


class PhraseIndex:
    """A tree of words, one level for each word of a phrase.

    An entry is a word, a phrase, or either with a star at the end, which stands for any ending of its
    last word. Words match whole. Whatever stands between the words of a phrase - a space, several, a
    line break, a hyphen - is as good as one space. Looking at one word of a text takes at most one
    step for each word of the longest phrase, and one look-up for each length that starred words have.
    """

    def __init__(self, entries: Iterable[str]) -> None:
        self._root = _Node()
        for entry in entries:
            self._add(entry)

    def _add(self, entry: str) -> None:
        words = [word.text for word in words_of(entry)]
        if not words:
            return
        starred = words.pop() if entry.rstrip().endswith("*") else None
        node = self._root
        for word in words:
            node = node.following.setdefault(word, _Node())
        if starred is None:
            node.entry = entry
        else:
            node.prefixes[starred] = entry
            node.prefix_lengths = sorted({*node.prefix_lengths, len(starred)}, reverse=True)

    def matches(self, words: Sequence[Word]) -> Iterator[Match]:
        """For each word of the text, the longest entry that begins there."""
        root = self._root
        for first, word in enumerate(words):
            # Nearly every word of a text begins no entry.
            if word.text in root.following or root.prefixes:
                match = self._longest(words, first)
                if match is not None:
                    yield match

    def _longest(self, words: Sequence[Word], first: int) -> Match | None:
        node = self._root
        longest = None
        for position in range(first, len(words)):
            word = words[position]
            entry = node.entry_by_prefix(word.text)
            following = node.following.get(word.text)
            if following is not None and following.entry is not None:
                entry = following.entry
            if entry is not None:
                longest = Match(entry, words[first].start, word.end)
            if following is None:
                break
            node = following
        return longest
