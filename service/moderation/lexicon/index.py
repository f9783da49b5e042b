"""The lexicon, ready to be asked: every list, every form."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

import re2

from service.moderation.lexicon.entries import Entry, read_entries
from service.moderation.lexicon.forms import MIN_CHARACTERS, misspellings
from service.moderation.lexicon.gluing import glued_forms
from service.moderation.lexicon.masks import MaskIndex
from service.moderation.lexicon.ordinary import Ordinary
from service.moderation.lexicon.package_list import package_entries, package_version
from service.moderation.normalise import words_of
from service.moderation.phrase_index import PhraseIndex

_LISTS = Path(__file__).parents[1] / "lists" / "lexicon"
_ORDINARY = "ordinary.toml"
_GLUE = "glue.toml"
_MASKS = "masks.toml"
_MIN_SEVERITY_IN_DISGUISE = 2
_RUN = re.compile(r"([a-z])\1+")


class Lexicon:
    """All lists, read and indexed: some hundred milliseconds of work, done once in a process.

    `words` has every word of the lists by the form in which it stands in a text; `forms` has the deliberate
    misspellings and the glued words too. `squeezed` has words with their double letters single, as a text has
    them where letters are repeated. `spellings` are the words as the lists spell them, accents and all.
    """

    def __init__(self) -> None:
        """Raises what reading the lists raises, or what loading better-profanity raises."""
        self.ordinary = Ordinary(_LISTS / _ORDINARY)
        own = [read_entries(path) for path in _own_lists()]
        words = [entry for found, _ in own for entry in found]
        phrases = [entry for _, found in own for entry in found]
        stems = [entry for entry in words if entry.text == entry.stem]
        self._inside = {entry.text: entry for entry in stems if entry.group.inside or entry.group.begins}
        self._inside_pattern = re2.compile(_alternatives(self._inside.values()))
        self.words = self._by_form(words)
        self.forms = self._forms()
        self._add_package(phrases)
        self.spellings = frozenset(entry.text for entry in words)
        self.squeezed = {_RUN.sub(r"\1", form): entry for form, entry in self._misspelt_words()}
        self.masks = MaskIndex(
            {form: entry for form, entry in self.words.items() if is_worth_hiding(entry)}, _LISTS / _MASKS
        )
        self.phrases = PhraseIndex(entry.text for entry in phrases)
        self.phrase_entries = {entry.text: entry for entry in phrases}

    def _add_package(self, phrases: list[Entry]) -> None:
        """Takes the package's entries over, those that no list of our own has in any form."""
        known = {entry.text.removesuffix("*") for entry in phrases}
        for entry in package_entries():
            if not entry.text.isalpha():
                if entry.text not in known:
                    phrases.append(entry)
            elif (
                entry.text not in self.forms
                and not self.ordinary.has(entry.text)
                and not self.inside(entry.text)
            ):
                self.words[entry.text] = self.forms[entry.text] = entry

    def _by_form(self, entries: Sequence[Entry]) -> dict[str, Entry]:
        """The entries by the form in which a text has them. Of two with one form the first counts."""
        # All at once: folding them one by one takes ten times as long.
        forms = words_of("\n".join(entry.text for entry in entries))
        by_form: dict[str, Entry] = {}
        for form, entry in zip(forms, entries, strict=True):
            # An accent may be all that tells a strong word of another language from an ordinary one.
            if form.text == entry.text or not self.ordinary.has(form.text):
                by_form.setdefault(form.text, entry)
        return by_form

    def _forms(self) -> dict[str, Entry]:
        forms = dict(self.words)
        misspelt = ((form, entry) for word, entry in self._misspelt_words() for form in misspellings(word))
        for form, entry in (*glued_forms(_LISTS / _GLUE, self.words), *misspelt):
            if form not in forms and not self.ordinary.has(form):
                forms[form] = entry
        return forms

    def _misspelt_words(self) -> Iterator[tuple[str, Entry]]:
        for form, entry in self.words.items():
            if entry.group.misspelt and len(form) >= MIN_CHARACTERS:
                yield form, entry

    def has_inside(self, text: str) -> bool:
        """Whether an entry that is found inside longer words is anywhere in this folded text."""
        return self._inside_pattern.search(_ascii(text)) is not None

    def inside(self, word: str) -> Entry | None:
        """The first such entry inside this folded word, if it is no ordinary word."""
        match = self._inside_pattern.search(_ascii(word))
        return None if match is None or self.ordinary.has(word) else self._inside[match[0]]


def _ascii(text: str) -> str:
    """The text with a question mark for whatever these entries do not have: RE2 raises for half a pair."""
    return text if text.isascii() else text.encode("ascii", "replace").decode("ascii")


def _alternatives(entries: Iterable[Entry]) -> str:
    """The expression for any of these inside a word, or at its begin; the longest first."""
    longest_first = sorted(entries, key=lambda entry: len(entry.text), reverse=True)
    return "|".join(entry.text if entry.group.inside else rf"\b{entry.text}" for entry in longest_first)


def is_worth_hiding(entry: Entry) -> bool:
    """Whether the entry is looked for in disguise. Nobody disguises what a moderator lets pass."""
    return entry.group.severity >= _MIN_SEVERITY_IN_DISGUISE and not entry.group.as_typed_only


def _own_lists() -> list[Path]:
    return sorted(path for path in _LISTS.glob("*.toml") if path.name not in {_ORDINARY, _GLUE, _MASKS})


@cache
def lexicon() -> Lexicon:
    """The lexicon of this process, loaded when it is first asked for. A failed attempt is made again."""
    return Lexicon()


@cache
def lists_version() -> str:
    """What tells one state of all lists from another, the package's included."""
    digest = hashlib.sha256()
    for path in sorted(_LISTS.glob("*.toml")):
        digest.update(path.read_bytes())
    return f"{digest.hexdigest()[:8]}+{package_version()}"
