"""Finds any of many words and phrases in a text, at a cost that does not grow with their number."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from service.moderation.normalise import Disguise, DisguiseKind, Text, Word, words_of

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


_RUN = re.compile(r"[^\W_]+")


def is_typed(entry: str, typed: str) -> bool:
    """Whether this stretch of a text has the words of the entry letter by letter, but for capitals.

    A match of folded words that were typed with accents, or in letters that look like others, may be no
    disguise: the entry may be spelt so.
    """
    spelt, words = (_RUN.findall(unicodedata.normalize("NFKC", one).casefold()) for one in (entry, typed))
    if entry.endswith("*") and len(spelt) == len(words):
        return spelt[:-1] == words[:-1] and words[-1].startswith(spelt[-1])
    return spelt == words


_READABLE = frozenset({DisguiseKind.LEET, DisguiseKind.SQUEEZED, DisguiseKind.SPACED, DisguiseKind.TURNED})
"""Disguises of whole words. A hidden letter may be any, and any two words can be one that is cut."""


@dataclass(slots=True)
class _Node:
    """What may follow the words read so far.

    `beginnings` has the starred words by their first letters: few words of a text begin as one of them.
    """

    following: dict[str, "_Node"] = field(default_factory=dict)
    beginnings: dict[str, dict[str, str]] = field(default_factory=dict)
    entry: str | None = None

    def add_beginning(self, begin: str, entry: str) -> None:
        self.beginnings.setdefault(begin[:MIN_PREFIX_CHARACTERS], {})[begin] = entry

    def entry_by_beginning(self, word: str) -> str | None:
        """The entry with the longest starred word (`begin*`) that begins this word."""
        alike = self.beginnings.get(word[:MIN_PREFIX_CHARACTERS])
        if alike is None:
            return None
        # An entry has at most so many characters, however long the word is.
        for length in range(min(len(word), MAX_ENTRY_CHARACTERS), MIN_PREFIX_CHARACTERS - 1, -1):
            entry = alike.get(word[:length])
            if entry is not None:
                return entry
        return None


@dataclass(frozen=True, slots=True)
class Match:
    """An entry found in a text, as its list spells it, and its place in code points.

    `exact` is False where the author typed something else than the words of the entry.
    """

    entry: str
    start: int
    end: int
    exact: bool = True


class PhraseIndex:
    """A tree of words, one level for each word of a phrase.

    An entry is a word, a phrase, or either with a star at the end, which stands for any ending of its
    last word. Words match whole. Whatever stands between the words of a phrase - a space, several, a
    line break, a hyphen - is as good as one space. Looking at one word of a text takes at most one
    step for each word of the longest phrase, and where starred words begin as it does, one look-up for
    each of its letters.
    """

    def __init__(self, entries: Iterable[str]) -> None:
        self._root = _Node()
        self._words: set[str] = set()
        self._beginnings = _Node()
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
        self._words.update(words)
        if starred is None:
            node.entry = entry
        else:
            node.add_beginning(starred, entry)
            self._beginnings.add_beginning(starred, entry)

    def __bool__(self) -> bool:
        return bool(self._root.following or self._root.beginnings)

    def matches(self, words: Sequence[Word]) -> Iterator[Match]:
        """For each word of the text, the longest entry that begins there."""
        following, beginnings = self._root.following, self._root.beginnings
        # Nearly every word of a text begins no entry, so this one line is most of the work.
        begun = [
            at
            for at, word in enumerate(words)
            if word[0] in following or word[0][:MIN_PREFIX_CHARACTERS] in beginnings
        ]
        for first in begun:
            match = self._longest(words, first)
            if match is not None:
                yield match

    def disguised_matches(self, text: Text) -> Iterator[Match]:
        """The matches with a word that is disguised, as `matches` finds those that stand there.

        Of several readings of one place the first that any entry has is taken.
        """
        read = {
            disguise.start: disguise
            for disguise in reversed(text.disguises)
            if disguise.kind in _READABLE and self._has_word(disguise.text)
        }
        if read:
            yield from (match for match in self.matches(_reread(text.words, read)) if not match.exact)

    def _has_word(self, word: str) -> bool:
        return word in self._words or self._beginnings.entry_by_beginning(word) is not None

    def _longest(self, words: Sequence[Word], first: int) -> Match | None:
        node = self._root
        longest = None
        exact = True
        for position in range(first, len(words)):
            word = words[position]
            exact = exact and word.exact
            entry = node.entry_by_beginning(word.text) if node.beginnings else None
            following = node.following.get(word.text)
            if following is not None and following.entry is not None:
                entry = following.entry
            if entry is not None:
                longest = Match(entry, words[first].start, word.end, exact)
            if following is None:
                break
            node = following
        return longest


def _reread(words: Sequence[Word], read: dict[int, Disguise]) -> list[Word]:
    """The words with these disguises, given by where they begin, in place of what was typed."""
    both = [Word(disguise.text, disguise.start, disguise.end, exact=False) for disguise in read.values()]
    both += (word for word in words if word.start not in read)
    both.sort(key=lambda word: word.start)
    # What a disguise spans - letters that stood apart - is not read a second time.
    kept: list[Word] = []
    for word in both:
        if not kept or word.start >= kept[-1].end:
            kept.append(word)
    return kept
