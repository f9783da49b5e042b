"""Classes of words: who is spoken of, what is said of them."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple


class WordClass(NamedTuple):
    """`words` are single words; `phrases` are entries of several words, such as `trans people`."""

    words: frozenset[str]
    phrases: tuple[tuple[str, ...], ...] = ()


class Vocabulary:
    """The word classes of one or more tables.

    A table has the groups `[words]`, `[nouns]` and `[unions]`. Each line names a class in capitals and
    lists its entries, with spaces between; `_` joins the words of one entry. A noun stands for itself
    and for its plural; the plurals alone are the class with `_MANY` behind its name. A union lists other
    classes. A class may stand in several tables: its entries add up.
    """

    def __init__(self, tables: Iterable[Mapping[str, Any]]) -> None:
        """Raises KeyError where a union names a class that does not exist."""
        entries: dict[str, set[str]] = {}
        unions: dict[str, list[str]] = {}
        for table in tables:
            for name, listed in table.get("words", {}).items():
                entries.setdefault(name, set()).update(listed.split())
            for name, listed in table.get("nouns", {}).items():
                nouns = listed.split()
                plurals = {plural(noun) for noun in nouns}
                entries.setdefault(name, set()).update(nouns, plurals)
                entries.setdefault(f"{name}_MANY", set()).update(plurals)
            for name, listed in table.get("unions", {}).items():
                unions.setdefault(name, []).extend(listed.split())
        for name, parts in unions.items():
            entries[name] = entries.get(name, set()).union(*(entries[part] for part in parts))
        self._classes = {name: _class_of(listed) for name, listed in entries.items()}

    def __getitem__(self, name: str) -> WordClass:
        """The class of this name; raises KeyError where there is none."""
        return self._classes[name]


def plural(noun: str) -> str:
    """The plural of a noun, or of the last word of a longer entry, by the regular rules of English."""
    if noun.endswith(("s", "x", "z", "ch", "sh")):
        return noun + "es"
    if noun.endswith("y") and noun[-2:-1] not in tuple("aeiou"):
        return noun[:-1] + "ies"
    return noun + "s"


def _class_of(entries: Iterable[str]) -> WordClass:
    ordered = sorted(entries)
    return WordClass(
        frozenset(entry for entry in ordered if "_" not in entry),
        tuple(tuple(entry.split("_")) for entry in ordered if "_" in entry),
    )
