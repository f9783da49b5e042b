"""What the forms of attacks need: words without which a text cannot have them (see `moderation.sieve`)."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from service.moderation.attacks.forms import FormError
from service.moderation.sieve import Need

# The commonest words of written English, commonest first: what is needed and rare says most.
_COMMON = """
the to and of a in is i that it for you was with on not this be as are but have they at or s t if by we my
from an your so all can he will do what there one just their more would about don like no when out who up m
has me get some she his her how them had were been us time people which because other any then than only our
its re now also know very even much him could good should want think make too way need right really why most
over these go use see did into does where well being those still got going work here am after new first back
"""
_RARE = 0.0002


class Letters(Protocol):
    """How parts of a form become letters."""

    def choices(self, part: str) -> Sequence[str] | None:
        """The letters, or rows of letters, of which a text has one where this part is; None for any."""


def needs_of_forms(
    forms: Sequence[Sequence[str]],
    shorthands: Mapping[str, Sequence[str]],
    letter_of: Mapping[str, str],
    letters: Letters,
) -> list[list[Need]]:
    """The needs of each form, given by its parts; rarest first. Raises FormError where one needs nothing."""
    reader = _Reader(shorthands, letter_of, letters)
    needs = [reader.needs(parts) for parts in forms]
    for parts, needed in zip(forms, needs, strict=True):
        if not needed:
            raise FormError(f"a form needs no word at all: {' '.join(parts)}")
    return needs


class _Reader:
    """Reads the parts of forms for what they need. Parts recur: each is worked out once."""

    def __init__(
        self, shorthands: Mapping[str, Sequence[str]], letter_of: Mapping[str, str], letters: Letters
    ) -> None:
        self._shorthands = shorthands
        self._letters = letters
        self._weights: dict[str, float] = {}
        for letter in letter_of.values():
            self._weights[letter] = self._weights.get(letter, 0.0) + _RARE
        for rank, word in enumerate(_COMMON.split()):
            if word in letter_of:
                self._weights[letter_of[word]] += 1 / (rank + 3)
        self._needs: dict[str, list[Need]] = {}
        self._ranks: dict[Need, tuple[float, Need]] = {}

    def needs(self, parts: Sequence[str]) -> list[Need]:
        """What the parts need, rarest first. They have as many brackets opened as closed, or FormError."""
        known = self._needs
        outside: list[tuple[list[list[Need]], list[Need]]] = []
        options: list[list[Need]] = []
        option: list[Need] = []
        latest = 0  # How many needs the part read last has added.
        for part in parts:
            if part == "(":
                outside.append((options, option))
                options, option = [], []
            elif part == "|":
                options.append(option)
                option = []
            elif part == ")":
                if not outside:
                    raise FormError(f"a bracket is closed that was not opened: {' '.join(parts)}")
                found = self._of_any([*options, option])
                options, option = outside.pop()
                option += found
                latest = len(found)
            elif part in ("?", "*"):
                # What may be missing is not needed.
                del option[len(option) - latest :]
                latest = 0
            elif part != "+":
                found = known[part] if part in known else self._of(part)
                latest = len(found)
                if found:
                    option += found
        return self._of_any([*options, option])

    def _of_any(self, options: Sequence[list[Need]]) -> list[Need]:
        """What all of these have in common: one of them is met, so one of their rarest needs is, one of
        their second rarest, and so on.
        """
        for option in options:
            if len(option) > 1:
                option.sort(key=self._rank)
        if len(options) == 1:
            return options[0]
        unions = ["".join(sorted(set("".join(alike)))) for alike in zip(*options, strict=False)]
        return sorted(unions, key=self._rank) if len(unions) > 1 else unions

    def _of(self, part: str) -> list[Need]:
        """The needs of one part: none where it stands for any word."""
        if part[0] == "$":
            needs = self.needs(self._shorthands[part])
        else:
            choices = self._letters.choices(part)
            rarest = {
                row if len(row) == 1 else min(row, key=self._weights.__getitem__) for row in choices or ()
            }
            needs = ["".join(sorted(rarest))] if rarest else []
        self._needs[part] = needs
        return needs

    def _rank(self, need: Need) -> tuple[float, Need]:
        """By how often words of this need are met, rarest first; the letters make the order certain."""
        if need not in self._ranks:
            self._ranks[need] = (sum([self._weights[letter] for letter in need]), need)
        return self._ranks[need]
