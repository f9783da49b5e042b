"""What a list says about a word, and how lists are written."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from service.moderation.signals import SignalCode


@dataclass(frozen=True, slots=True)
class Group:
    """What holds for several entries of a list alike.

    `severity` runs from 1 (a moderator lets it pass) to 4 (grave). An `ambiguous` entry has an ordinary
    meaning too; one that is `also_a_name` is often somebody's name. No ordinary word has an entry that is
    found `inside` longer words, and none `begins` with one so marked; a `glued` one is looked for with
    certain words before or behind it, a `misspelt` one in deliberate misspellings, one `as_typed_only` in
    no disguise.
    """

    code: SignalCode
    severity: int
    ambiguous: bool = False
    also_a_name: bool = False
    inside: bool = False
    begins: bool = False
    glued: bool = False
    misspelt: bool = False
    as_typed_only: bool = False


class Entry(NamedTuple):
    """One word or phrase in one form. `stem` is the form under which the list has it."""

    text: str
    stem: str
    group: Group


def inflected(notation: str) -> Iterator[str]:
    """The forms that an entry stands for: `stem/s/ed` is stem, stems and stemed."""
    stem, *endings = notation.split("/")
    yield stem
    for ending in endings:
        yield stem + ending


def read_entries(path: Path) -> tuple[list[Entry], list[Entry]]:
    """The words and the phrases of a list. Raises what reading raises, or KeyError where a key is missing."""
    words: list[Entry] = []
    phrases: list[Entry] = []
    for table in tomllib.loads(path.read_text("utf-8"))["group"]:
        group = _group(table)
        for notation in table.get("words", "").split():
            stem = notation.partition("/")[0]
            words += (Entry(form, stem, group) for form in inflected(notation))
        phrases += (Entry(phrase, phrase, group) for phrase in table.get("phrases", "").split("\n") if phrase)
    return words, phrases


def _group(table: dict[str, Any]) -> Group:
    flags = {key: value for key, value in table.items() if key not in _NOT_FLAGS}
    return Group(SignalCode(table["category"]), table["severity"], **flags)


_NOT_FLAGS = frozenset({"category", "severity", "words", "phrases"})
