"""Finds every form of a table in a text, in one pass."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import re2

from service.moderation.attacks.forms import (
    CLAUSE_BREAK,
    SENTENCE_BREAK,
    SENTENCE_ENDS,
    UNKNOWN,
    Alphabet,
    FormError,
    Reader,
)
from service.moderation.attacks.needs import needs_of_forms
from service.moderation.attacks.vocabulary import Vocabulary
from service.moderation.sieve import Sieve, numbers

if TYPE_CHECKING:  # the forms of a text use this package: at run time the import would be a circle
    from service.moderation.normalise.words import Word

MAX_PLACES = 20
"""At how many places one form is looked for: more tell a moderator nothing, and take time."""
MAX_FOUND = 200
"""How many findings of all forms are given: no text that is meant to be read has half as many."""
MAX_FORMS = 400
"""How many forms are looked for in one text: in ordinary ones not half as many find the words they need."""
MAX_READY = 400
"""How many forms are kept ready, those used last: not less, or one text would make some twice. RE2 takes some
70 KB for each."""
_UNKNOWN = (UNKNOWN.encode(), 0)
_BREAKS = (SENTENCE_BREAK + CLAUSE_BREAK).encode()
_SENTENCE_SIGNS = frozenset(".!?;\n\u2026\u3002\uff01\uff1f")
_CLAUSE_SIGNS = frozenset(",:()[]\u2013\u2014")
_BETWEEN = {" ": b"", "": b"", "'": b"", "\u2019": b"", "-": b"", ", ": b",", ". ": b".", "\n": b"."}
"""What stands between most words, and the letters that it becomes."""
_MAX_MEMORY_BYTES = 1 << 20
"""What RE2 may take for the states of one form; beyond it, it drops states and makes them again."""


_Letters = Mapping[str, tuple[bytes, int]]
"""For each word its letter, and the needs that it meets."""


class Found(NamedTuple):
    """A row of the table whose form is in the text, and where (code points of the body).

    `cut_off` says that looking for this form, or for all that come after it, has ended here: the text may
    have more.
    """

    row: Mapping[str, Any]
    start: int
    end: int
    cut_off: bool = False


class Grammar:
    """The forms of a table's rows, looked for all at once.

    The work grows with the number of words and signs of a text, and not with the number of forms: every
    word is looked up once, and RE2 reads the letters once, whatever they are.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        rows: Sequence[Mapping[str, Any]],
        shorthands: Mapping[str, str],
        contractions: Mapping[str, str],
        too_many: Mapping[str, Any],
    ) -> None:
        """Every row has `forms`. `contractions` are words that are read as several, such as `youre`;
        `too_many` is the row that is found where a text may have more forms than are looked for.

        Raises FormError where a form cannot be read.
        """
        written = [(row, form) for row in rows for form in row["forms"]]
        reader = Reader(shorthands)
        self._forms = [_with_one_group(form, reader.parts(form)) for _, form in written]
        self._alphabet = Alphabet(vocabulary, self._forms, reader.shorthands)
        letter_of = self._alphabet.letter_of
        sieve = Sieve(needs_of_forms(self._forms, reader.shorthands, letter_of, self._alphabet))
        self._possible, bits_of = sieve.possible, sieve.bits_of
        self._letters = {
            word: (letter.encode(), bits_of.get(letter, 0)) for word, letter in letter_of.items()
        }
        for contraction, apart in contractions.items():
            words = [self._letters.get(word, _UNKNOWN) for word in apart.split()]
            self._letters[contraction] = _all_of(words)
        self._rows = [row for row, _ in written]
        self._too_many = too_many
        self._reaching_over = sum(
            1 << number
            for number, parts in enumerate(self._forms)
            if _may_reach_over(parts, reader.shorthands)
        )
        # Most rows are never met: each is made ready when it first is.
        self._expression = lru_cache(MAX_READY)(self._compiled)
        self._options = re2.Options()
        self._options.max_mem = _MAX_MEMORY_BYTES
        self._options.log_errors = False

    def find(self, body: str, words: "Sequence[Word]") -> list[Found]:
        """Every row whose form is in the text, in the order of the rows.

        At most MAX_PLACES for one form and MAX_FOUND in all, of the first MAX_FORMS that the text may have;
        where that leaves any out, `cut_off` says it.
        """
        text = _Lettered(body, words, self._letters)
        found: list[Found] = []
        for count, number in enumerate(numbers(self._forms_in(text.sentences))):
            if count == MAX_FORMS:
                found.append(Found(self._too_many, 0, len(body), cut_off=True))
                break
            row = self._rows[number]
            most = min(MAX_PLACES, MAX_FOUND - len(found))
            for place, match in enumerate(self._expression(number).finditer(text.letters), 1):
                found.append(Found(row, *text.place(*match.span(1)), place == most))
                if place == most:
                    break
            if len(found) == MAX_FOUND:
                break
        return found

    def check(self) -> None:
        """Raises FormError where a form cannot be read."""
        for number in range(len(self._rows)):
            self._compiled(number)

    def _forms_in(self, sentences: Sequence[int]) -> int:
        """The forms that these sentences may have, a bit for each."""
        possible, found = self._possible, 0
        for met in sentences:
            found |= possible(met)
        for one, other in pairwise(sentences):
            found |= possible(one | other) & self._reaching_over
        return found

    def _compiled(self, number: int) -> Any:
        expression = self._alphabet.expression(self._forms[number]).encode()
        try:
            return re2.compile(expression, self._options)
        except re2.error as error:
            raise FormError(f"a form of {self._rows[number].get('id')} cannot be read: {error}") from error


def _with_one_group(form: str, parts: list[str]) -> list[str]:
    """The parts with one group, which is the finding. Raises FormError."""
    if form.count("{") != form.count("}") or form.count("{") > 1:
        raise FormError(f"{form!r} must have one pair of braces or none")
    return parts if "{" in form else ["{", *parts, "}"]


def _may_reach_over(parts: Iterable[str], shorthands: Mapping[str, Sequence[str]]) -> bool:
    """Whether the form may have words of two sentences: only where it asks for the end of one."""
    return any(
        _may_reach_over(shorthands[part], shorthands) if part[0] == "$" else part in SENTENCE_ENDS
        for part in parts
    )


class _Lettered:
    """A text in the letters of an alphabet.

    `sentences` has the needs of forms that each sentence meets.

    Entry `2 * i` is for what stands before word `i`, entry `2 * i + 1` for the word itself; the last
    entry is for what stands behind the last word. A sentence break stands before and behind all.
    """

    def __init__(self, body: str, words: "Sequence[Word]", letters: _Letters) -> None:
        self._words = words
        self._length = len(body)
        self._entries: list[bytes] = []
        append, known = self._entries.append, letters.get
        between = dict(_BETWEEN)
        sentences: list[int] = []
        end = met = 0
        for word in words:
            typed = body[end : word.start]
            gap = between.get(typed)
            if gap is None:
                gap, bits = _breaks_and_signs(typed, letters)
                if bits:
                    met |= bits
                else:
                    between[typed] = gap
            append(gap)
            if gap[-1:] == b".":
                sentences.append(met)
                met = 0
            letter, bits = known(word.text, _UNKNOWN)
            append(letter)
            met |= bits
            end = word.end
        gap, bits = _breaks_and_signs(body[end:], letters)
        append(gap)
        self.letters = b".%b." % b"".join(self._entries)
        sentences.append(met | bits)
        self.sentences = sentences

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where in the body the letters from `start` to `end` stand, without breaks at either side."""
        letters = self.letters
        while start < end - 1 and letters[start] in _BREAKS:
            start += 1
        while end - 1 > start and letters[end - 1] in _BREAKS:
            end -= 1
        return self._place(start)[0], self._place(end - 1)[1]

    def _place(self, position: int) -> tuple[int, int]:
        entry = min(bisect_right(self._ends, position - 1), len(self._entries) - 1)
        before, is_word = divmod(entry, 2)
        if is_word:
            word = self._words[before]
            return word.start, word.end
        begin = self._words[before - 1].end if before else 0
        end = self._words[before].start if before < len(self._words) else self._length
        return begin, end

    @cached_property
    def _ends(self) -> list[int]:
        return list(accumulate(map(len, self._entries)))


def _breaks_and_signs(gap: str, letters: _Letters) -> tuple[bytes, int]:
    """What stands between two words: the signs that forms ask for, and at most one break behind them."""
    broken = b"" if _CLAUSE_SIGNS.isdisjoint(gap) else b","
    if not _SENTENCE_SIGNS.isdisjoint(gap):
        broken = b"."
    signs = () if gap.isascii() else [letters[sign] for sign in gap if sign in letters]
    return _all_of([*signs, (broken, 0)])


def _all_of(letters: Iterable[tuple[bytes, int]]) -> tuple[bytes, int]:
    row, met = b"", 0
    for letter, bits in letters:
        row += letter
        met |= bits
    return row, met
