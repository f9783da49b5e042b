"""Looks a text through for the lexicon's entries."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from service.domain.judgement import Span
from service.moderation.lexicon.entries import Entry
from service.moderation.lexicon.index import Lexicon, is_worth_hiding
from service.moderation.lexicon.masks import HIDDEN
from service.moderation.normalise import Disguise, DisguiseKind, Text, Word
from service.moderation.phrase_index import Match, is_typed

_RUN = re.compile(r"[^\W_]+")
_PARTS = re.compile(r"[^\W\d_]+")
# Signs that hide letters, and stand for nothing else inside a word.
_HIDING = frozenset("*#@$%&^~!?_\u2022\u2588\u25cf")
_MIN_INSIDE_CHARACTERS = 5
_MIN_JOINED_CHARACTERS = 4
_MAX_AT_AN_END = 12


class Found(NamedTuple):
    """An entry found in a text, its place in the body as typed, and the form that was taken for it.

    `exact` is False where the author typed something else than the entry.
    """

    entry: Entry
    start: int
    end: int
    form: str
    exact: bool


def search(text: Text, lexicon: Lexicon) -> list[Found]:
    """Everything that the lexicon finds. The same place may be found in several ways."""
    found = [
        *_words(text, lexicon),
        *_phrases(text, lexicon),
        *_inside_words(text, lexicon),
        *_disguises(text, lexicon),
    ]
    return _without_ordinary_phrases(found, text, lexicon) if found else found


def _words(text: Text, lexicon: Lexicon) -> Iterator[Found]:
    words = text.words
    forms = lexicon.forms
    for at in [at for at, word in enumerate(words) if word.text in forms]:
        word = words[at]
        entry = forms[word.text]
        if not (entry.group.also_a_name and _is_a_name(at, words, text.body)):
            yield Found(entry, word.start, word.end, word.text, _is_exact(word, text, lexicon))


def _is_exact(word: Word, text: Text, lexicon: Lexicon) -> bool:
    if word.text not in lexicon.words:
        return False
    return word.exact or text.body[word.start : word.end].casefold() in lexicon.spellings


def _is_a_name(at: int, words: Sequence[Word], body: str) -> bool:
    """Whether this word and one beside it have a capital letter, as in a first and a second name."""

    def is_capitalised(word: Word) -> bool:
        typed = body[word.start : word.end]
        return typed[:1].isupper() and (len(typed) == 1 or not typed.isupper())

    if not is_capitalised(words[at]):
        return False
    beside = (*words[max(at - 1, 0) : at], *words[at + 1 : at + 2])
    return any(is_capitalised(word) for word in beside)


def _phrases(text: Text, lexicon: Lexicon) -> Iterator[Found]:
    for match in lexicon.phrases.matches(text.words):
        exact = match.exact or is_typed(match.entry, text.body[match.start : match.end])
        yield _found_phrase(match, lexicon, exact=exact)
    for match in lexicon.phrases.disguised_matches(text):
        yield _found_phrase(match, lexicon, exact=False)


def _found_phrase(match: Match, lexicon: Lexicon, *, exact: bool) -> Found:
    return Found(lexicon.phrase_entries[match.entry], match.start, match.end, match.entry, exact)


def _inside_words(text: Text, lexicon: Lexicon) -> Iterator[Found]:
    """The entries inside longer words, one for each word."""
    folded = text.folded
    if not lexicon.has_inside(folded.text):
        return
    for run in _RUN.finditer(folded.text):
        word = run[0]
        inside = lexicon.inside(word) if len(word) >= _MIN_INSIDE_CHARACTERS else None
        if inside is not None and word not in lexicon.forms:
            span = folded.span(run.start(), run.end())
            yield Found(inside, span.start, span.end, inside.text, exact=False)


def _disguises(text: Text, lexicon: Lexicon) -> Iterator[Found]:
    for disguise in text.disguises:
        entry = _entry_behind(disguise, text.body, lexicon)
        if entry is not None and is_worth_hiding(entry):
            yield Found(entry, disguise.start, disguise.end, disguise.text, exact=False)


def _entry_behind(disguise: Disguise, body: str, lexicon: Lexicon) -> Entry | None:
    """The entry that the disguise is taken for; None if what was typed is a word as it stands."""
    word, start, end, kind = disguise
    if kind is DisguiseKind.MASKED:
        return _hidden(word, body[start:end], lexicon)
    entry = lexicon.words.get(word)
    if entry is None:
        entry = lexicon.squeezed.get(word) if kind is DisguiseKind.SQUEEZED else _within(disguise, lexicon)
    if entry is None:
        return None
    typed = body[start:end].casefold()
    if typed.isdecimal() or typed in lexicon.forms or lexicon.ordinary.has(typed):
        return None
    # Of a model number such as D017 hardly a letter is given.
    if kind is DisguiseKind.LEET and sum(map(str.isalpha, typed)) < 2 and not entry.group.misspelt:
        return None
    if kind is DisguiseKind.SPLIT and _are_words(_PARTS.findall(typed), word, lexicon):
        return None
    return entry


def _hidden(mask: str, typed: str, lexicon: Lexicon) -> Entry | None:
    """What a mask hides. One without any sign that hides letters is more often an abbreviation (P.S.)."""
    if _HIDING.isdisjoint(typed) and len(mask) != len(typed):
        return None
    entry = lexicon.masks.find(mask)
    is_open = mask[0] == HIDDEN or mask[-1] == HIDDEN
    # What is left of a word that is cut off, or has an emoji behind it, is mostly a word by itself.
    if entry is not None and is_open and not lexicon.masks.is_known(mask):
        signs = {typed[0], typed[-1]} - set(mask)
        if not entry.group.misspelt or not signs <= _HIDING or mask.strip(HIDDEN) in lexicon.words:
            return None
    return entry


def _are_words(parts: Sequence[str], word: str, lexicon: Lexicon) -> bool:
    """Whether the parts of a word that seems cut in two are words by themselves, ordinary or strong."""
    if len(word) < _MIN_JOINED_CHARACTERS or lexicon.ordinary.are_halves(parts):
        return True
    strong = (lexicon.forms.get(part) for part in parts)
    return any(entry is not None and is_worth_hiding(entry) for entry in strong)


def _within(disguise: Disguise, lexicon: Lexicon) -> Entry | None:
    """An entry at either end, or anywhere inside, of letters that stood apart or were others."""
    word, _, _, kind = disguise
    if len(word) < _MIN_INSIDE_CHARACTERS or kind is DisguiseKind.SPLIT:
        return None
    if kind is DisguiseKind.SPACED:
        for length in range(min(len(word) - 1, _MAX_AT_AN_END), _MIN_JOINED_CHARACTERS - 1, -1):
            entry = lexicon.words.get(word[:length]) or lexicon.words.get(word[-length:])
            if entry is not None and not entry.group.ambiguous:
                return entry
    return lexicon.inside(word)


def _without_ordinary_phrases(found: Iterable[Found], text: Text, lexicon: Lexicon) -> list[Found]:
    """What is left where a word is part of an ordinary phrase, such as the name of a book."""
    ordinary = [Span(match.start, match.end) for match in lexicon.ordinary.phrases.matches(text.words)]
    if not ordinary:
        return list(found)
    covered = {at for span in ordinary for at in range(span.start, span.end)}
    return [one for one in found if not (one.start in covered and one.end - 1 in covered)]
