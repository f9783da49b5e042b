"""Forms: regular expressions whose letters are words.

A form is written on one line. Spaces separate its parts; what is unlisted here is an error.

    word        this word, lower case
    CLASS       a word, or an entry of several words, of this class of the vocabulary
    !word       one word that is not this one; so with a class (its single words), and `!(one | other)`
    _           any one word
    ..3         up to three words of any kind, within the sentence
    ,           a comma, a bracket, a colon or a dash
    <  >        the begin and the end of a clause: a comma and the like, or the sentence's own
    <<  >>      the begin and the end of a sentence
    ( | )       groups and alternatives
    ?           what stands before may be missing
    *  +        what stands before, none to four times, one to four times
    $name       another form, by its name in the table of shorthands
    { }         the part that is the finding; all of it if not given

A form reaches over the end of one sentence at most (`> you`): the words of a third are not looked at.
Contractions are read as two words: `you re`, `don t`, `i m`. So is `youre` without its apostrophe.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from service.moderation.attacks.vocabulary import Vocabulary, WordClass

SENTENCE_BREAK = "."
CLAUSE_BREAK = ","
UNKNOWN = "w"
"""The letter for a word that no form asks for."""

MAX_REPEATS = 4
_FIRST_LETTER = 0x80
"""Letters of the alphabet begin here: everything below is written as it is."""

_PART = re.compile(r"!?[a-z0-9]+|!?[A-Z][A-Z0-9_]*|!\([^()]*\)|\$[a-z_]+|\.\.\d+|<<|>>|[^\w\s]|_")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_]*")
_AS_IT_IS = {
    "_": f"[^{SENTENCE_BREAK}{CLAUSE_BREAK}]",
    ",": CLAUSE_BREAK,
    "<": f"[{SENTENCE_BREAK}{CLAUSE_BREAK}]",
    ">": f"[{SENTENCE_BREAK}{CLAUSE_BREAK}]",
    "<<": f"[{SENTENCE_BREAK}]",
    ">>": f"[{SENTENCE_BREAK}]",
    "(": "(?:",
    "|": "|",
    ")": ")",
    "?": "?",
    "*": f"{{0,{MAX_REPEATS}}}",
    "+": f"{{1,{MAX_REPEATS}}}",
    "{": "(",
    "}": ")",
}


SENTENCE_ENDS = frozenset({"<", ">", "<<", ">>"})
"""The parts that a sentence break fits. A form without them lies within one sentence."""


class FormError(ValueError):
    """A form that cannot be read; the message quotes it."""


class Reader:
    """Reads forms; `shorthands` are forms with names."""

    def __init__(self, shorthands: Mapping[str, str]) -> None:
        self._written = shorthands
        self.shorthands: dict[str, list[str]] = {}
        """What stands for each part `$name` that was met so far."""
        self._known: set[str] = set()

    def parts(self, form: str) -> list[str]:
        """The parts of a form. A shorthand is one part, and `shorthands` has its own. Raises FormError."""
        parts = _PART.findall(form)
        if "".join(parts).replace(" ", "") != form.replace(" ", ""):
            raise FormError(f"{form!r} has a sign that means nothing in a form")
        for part in set(parts) - self._known:
            if part[0] == "$" and part not in self.shorthands:
                if part[1:] not in self._written:
                    raise FormError(f"{form!r} uses {part}, which is not defined")
                self.shorthands[part] = ["(", *self.parts(self._written[part[1:]]), ")"]
            elif not (part in _AS_IT_IS or part.startswith(("$", "..")) or _names_in(part)):
                raise FormError(f"{part!r} means nothing in a form")
            self._known.add(part)
        if parts.count("(") != parts.count(")"):
            raise FormError(f"{form!r} has brackets that are not closed, or not opened")
        return parts


class Alphabet:
    """One letter for each set of words that the forms tell apart.

    Two words have the same letter if every class and every single word that some form asks for holds
    for both or for neither. A text's words become a short string of such letters, and a form becomes
    an ordinary regular expression over them.
    """

    def __init__(
        self, vocabulary: Vocabulary, forms: Iterable[Iterable[str]], shorthands: Mapping[str, Sequence[str]]
    ) -> None:
        """`forms` are the parts of every form. Raises FormError where one names an unknown class."""
        self._vocabulary = vocabulary
        self._shorthands = shorthands
        self._classes: dict[str, WordClass] = {}
        self.letter_of = _letters_for(self._traits(forms))
        self._translations = dict(_AS_IT_IS)

    def expression(self, parts: Iterable[str]) -> str:
        """The regular expression, in RE2's syntax, for the parts of a form."""
        known = self._translations
        for part in parts:
            if part not in known:
                known[part] = self._translated(part)
        return "".join([known[part] for part in parts])

    def choices(self, part: str) -> list[str] | None:
        """The letters, or rows of letters, of which a text has one where this part is; None for any."""
        if part[0] == "!" or not _names_in(part):
            return None
        listed = self._class(part)
        return [*self._letters_of(listed), *self._rows_of(listed)]

    def _class(self, name: str) -> WordClass:
        """What a part stands for: a class of the vocabulary, or the one word that it is."""
        known = self._classes.get(name)
        if known is None:
            known = self._classes[name] = self._looked_up(name)
        return known

    def _looked_up(self, name: str) -> WordClass:
        if not name[0].isupper():
            return WordClass(frozenset({name}))
        try:
            return self._vocabulary[name]
        except KeyError:
            raise FormError(f"there is no class {name}") from None

    def _traits(self, forms: Iterable[Iterable[str]]) -> dict[str, list[int]]:
        """For each word what forms ask for that holds for it, as numbers: 0 is asked for most often."""
        asked: Counter[str] = Counter()
        for part, times in self._counted(forms).items():
            for name in _names_in(part):
                asked[name] += times
        for name in list(asked):
            asked.update(word for phrase in self._class(name).phrases for word in phrase)
        traits: dict[str, list[int]] = {}
        for number, (name, _) in enumerate(asked.most_common()):
            for word in self._class(name).words:
                traits.setdefault(word, []).append(number)
        return traits

    def _counted(self, forms: Iterable[Iterable[str]]) -> Counter[str]:
        """How often each part is used, with what stands for shorthands in place of them."""
        counted = Counter(chain.from_iterable(forms))
        while used := [part for part in counted if part[0] == "$"]:
            for part in used:
                times = counted.pop(part)
                for within, each in Counter(self._shorthands[part]).items():
                    counted[within] += each * times
        return counted

    def _translated(self, part: str) -> str:
        if part[0] == "$":
            return self.expression(self._shorthands[part])
        if part.startswith(".."):
            return f"[^{SENTENCE_BREAK}]{{0,{part[2:]}}}"
        if part[0] == "!":
            letters = "".join(self._letters_of(self._class(name)) for name in _names_in(part))
            return f"[^{SENTENCE_BREAK}{CLAUSE_BREAK}{letters}]"
        return self._any_of(self._class(part))

    def _any_of(self, listed: WordClass) -> str:
        single = self._letters_of(listed)
        return f"(?:{'|'.join(([f'[{single}]'] if single else []) + self._rows_of(listed))})"

    def _rows_of(self, listed: WordClass) -> list[str]:
        """The entries of several words, each as the letters of its words."""
        return ["".join([self.letter_of[word] for word in phrase]) for phrase in listed.phrases]

    def _letters_of(self, listed: WordClass) -> str:
        """The letters of the single words of a class."""
        return "".join(sorted({self.letter_of[word] for word in listed.words}))


def _letters_for(traits: Mapping[str, list[int]]) -> dict[str, str]:
    """A letter for each word; words with the same traits have the same."""
    # Words that forms ask for together get neighbouring letters, so that a class is a few ranges: in any
    # other order the expressions become several times larger.
    kinds = {word: tuple(has) for word, has in traits.items()}
    letters = {kind: chr(_FIRST_LETTER + number) for number, kind in enumerate(sorted(set(kinds.values())))}
    return {word: letters[kind] for word, kind in kinds.items()}


def _names_in(part: str) -> list[str]:
    """The words and classes that a part names."""
    return [] if part.startswith("..") else _NAME.findall(part)
