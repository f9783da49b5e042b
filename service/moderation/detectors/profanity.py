"""Strong language, by the word list and the substitutions (`@` for a, `1` for i ...) of better-profanity.

The package compares every word of a text with each of its 900 entries: a millisecond for every five
words. Here its entries are kept by shape instead, so that a word meets only the few that could match,
and the package's own comparison decides. A test holds the answer for a word to the package's answer.

Beyond the package, an entry of several words is found across any spaces, line breaks or hyphens, and a
number is never a word. The list holds many words that are ordinary elsewhere, so what is found here is
a reason to look, not to reject.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version
from typing import Any, ClassVar

from service.domain.judgement import Context, Signal, Span
from service.moderation.normalise import Text, Word, fold
from service.moderation.phrases import Match, PhraseIndex
from service.moderation.signals import SignalCode, signal_at

_SEVERAL_WORDS = re.compile(r"[^\W_][\s._-]+[^\W_]")
# Signs that stand for a letter, in the package's substitutions or in its list.
_SIGNS = "@$*!+"
_SIGNED_WORD = re.compile(r"[\w@$*!+]+")
# Signs that stand around a word more often than in one.
_EMPHASIS = "_*!+"


class ProfanityDetector:
    """`allowed` are words of the list, or words of a text, that are ordinary in this magazine."""

    name: ClassVar[str] = "profanity"
    codes: ClassVar[frozenset[SignalCode]] = frozenset({SignalCode.PROFANITY})

    def __init__(self, allowed: Collection[str]) -> None:
        self._allowed = frozenset(fold(word) for word in allowed)

    @cached_property
    def version(self) -> str:
        """This detector's version and the package's, whose word list comes with it."""
        try:
            return f"1+{installed_version('better-profanity')}"
        except PackageNotFoundError:
            return "1"

    def find(self, text: Text, _context: Context) -> tuple[Signal, ...]:
        """At most one signal, `profanity`. Raises what the package raises if its list cannot be loaded."""
        words, phrases = self._lists
        found = list(phrases.matches(text.words))
        found += (
            Match(entry, word.start, word.end)
            for word in (*text.words, *_words_with_signs(text.body))
            if (entry := words.entry_for(word.text)) is not None
        )
        if not found:
            return ()
        found.sort(key=lambda match: (match.start, match.end))
        spans = (Span(match.start, match.end) for match in found)
        names = [match.entry for match in found]
        return (signal_at(SignalCode.PROFANITY, spans, names, score=0.5, severity=2),)

    @cached_property
    def _lists(self) -> "tuple[_WordsByShape, PhraseIndex]":
        # Loaded on first use, inside the pipeline's boundary: a broken installation of the package then
        # holds comments instead of stopping the service, and importing it, which reads files, happens
        # when a detector is used and not when this module is imported.
        from better_profanity import profanity  # noqa: PLC0415

        # The package keeps its list in an order that differs from process to process; evidence must not.
        in_order = sorted(profanity.CENSOR_WORDSET, key=str)
        if not in_order:
            raise LookupError("the word list of better-profanity is empty")
        entries = [entry for entry in in_order if str(entry) not in self._allowed]
        several = [str(entry) for entry in entries if _SEVERAL_WORDS.search(str(entry))]
        single = [entry for entry in entries if not _SEVERAL_WORDS.search(str(entry))]
        return _WordsByShape(single, profanity.CHARS_MAPPING, self._allowed), PhraseIndex(several)


class _WordsByShape:
    """The package's one-word entries, by shape: the word with all characters of one class made equal.

    Characters are in one class if the package may take one for the other. Two words that the package
    may take for each other therefore have the same shape, and no shape has more than a handful.
    """

    def __init__(
        self, entries: Iterable[Any], substitutions: Mapping[str, Iterable[str]], allowed: frozenset[str]
    ) -> None:
        self._allowed = allowed
        self._class_of = _character_classes(substitutions)
        self._by_shape: dict[str, list[Any]] = {}
        for entry in entries:
            self._by_shape.setdefault(str(entry).translate(self._class_of), []).append(entry)
        self._longest = max(map(len, self._by_shape), default=0)

    def entry_for(self, word: str) -> str | None:
        """The entry that the package takes this folded word for, or None."""
        # A single letter is no word to the package either; a number (455, 717) reads as one by chance.
        if not 1 < len(word) <= self._longest or word.isdecimal() or word in self._allowed:
            return None
        alike = self._by_shape.get(word.translate(self._class_of), ())
        taken_for = [str(entry) for entry in alike if entry == word]
        return word if word in taken_for else next(iter(taken_for), None)


def _character_classes(substitutions: Mapping[str, Iterable[str]]) -> dict[int, str]:
    classes: list[set[str]] = []
    for letter, stand_ins in substitutions.items():
        joined = {letter, *stand_ins}
        touching = [known for known in classes if known & joined]
        classes = [known for known in classes if not known & joined]
        classes.append(joined.union(*touching))
    return str.maketrans({character: min(one) for one in classes for character in one})


def _words_with_signs(body: str) -> Iterator[Word]:
    """The words in which a sign may stand for a letter, with and without the signs around them."""
    if not any(sign in body for sign in _SIGNS):
        return
    for match in _SIGNED_WORD.finditer(body):
        run = match[0]
        if any(sign in run for sign in _SIGNS):
            yield Word(fold(run), match.start(), match.end())
            bare = run.strip(_EMPHASIS)
            if bare != run:
                start = match.start() + run.index(bare)
                yield Word(fold(bare), start, start + len(bare))
