"""Reads the tables of a policy document, and collects everything that is wrong with it by line."""

import difflib
import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

from service.moderation.toml_lines import Path, locate

Choice = TypeVar("Choice", bound=StrEnum)

_SYNTAX_PLACE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")
_MISSING = object()


class Problems:
    """What is wrong with a document, each with the line it stands on."""

    def __init__(self, text: str, source: str) -> None:
        self._source = source
        self._lines = [line.rstrip("\r") for line in text.split("\n")]
        self._places: Mapping[Path, int] = {}
        self._found: list[tuple[int, str]] = []

    def parse(self, text: str) -> dict[str, object]:
        """The document as plain values; empty, with a problem noted, where it is not TOML."""
        try:
            document = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            self._add_syntax(str(error))
            return {}
        self._places = locate(text)
        return document

    def add(self, path: Path, sentence: str) -> None:
        """Notes a problem with the value at this path, or with what stands nearest around it."""
        while path and path not in self._places:
            path = path[:-1]
        self._add_line(self._places.get(path, 1), sentence)

    def _add_syntax(self, message: str) -> None:
        place = _SYNTAX_PLACE.search(message)
        line = int(place[1]) if place and place[1] else len(self._lines)
        column = f" at column {place[2]}" if place and place[2] else ""
        said = _SYNTAX_PLACE.sub("", message)
        self._add_line(line, f"This is not valid TOML{column}: {said[:1].lower()}{said[1:]}.")

    def _add_line(self, line: int, sentence: str) -> None:
        quoted = self._lines[line - 1].strip()
        shown = f"{self._source}:{line}: {sentence}"
        self._found.append((line, f"{shown}\n    {quoted}" if quoted else shown))

    @property
    def sentences(self) -> tuple[str, ...]:
        """Every problem as `source:line: sentence`, with the line quoted below, from top to bottom."""
        return tuple(shown for _, shown in sorted(self._found, key=lambda problem: problem[0]))


class Table:
    """One table, read key by key. What is missing or wrong gives the default, and a problem if wrong."""

    def __init__(
        self, values: Mapping[str, object], path: Path, keys: Collection[str], problems: Problems
    ) -> None:
        self._values = values
        self._path = path
        self._problems = problems
        for key in values:
            if key not in keys:
                self.problem(key, f'There is no setting "{key}" {self._where()}.{_nearest(key, keys)}')

    def problem(self, key: str | None, sentence: str) -> None:
        self._problems.add(self._path if key is None else (*self._path, key), sentence)

    def has(self, key: str) -> bool:
        return key in self._values

    def table(self, key: str, keys: Collection[str]) -> "Table":
        """The table inside this one; empty where there is none."""
        values = self._values.get(key, {})
        if not isinstance(values, dict):
            self.problem(key, f'"{key}" is a table: write [{key}] on a line of its own.')
            values = {}
        return Table(values, (*self._path, key), keys, self._problems)

    def tables(self, key: str, keys: Collection[str], if_none: str) -> "list[Table]":
        """The tables of an array of tables. `if_none` says what is wrong with having none."""
        values = self._values.get(key, [])
        if values == []:
            self.problem(key, if_none)
        if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
            self.problem(key, f"Write [[{key}]] on a line of its own above the settings of each {key}.")
            return []
        return [
            Table(value, (*self._path, key, number), keys, self._problems)
            for number, value in enumerate(values)
        ]

    def text(self, key: str) -> str | None:
        value = self._values.get(key, _MISSING)
        if value is _MISSING:
            return None
        if not isinstance(value, str):
            self.problem(key, f'"{key}" is a text in quotes, not {_kind(value)}.')
            return None
        if not value.strip():
            self.problem(key, f'"{key}" is empty. Write something, or leave the line out.')
            return None
        return value.strip()

    def whole_number(self, key: str, default: int, least: int) -> int:
        value = self._values.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int):
            self.problem(key, f'"{key}" is a whole number, not {_kind(value)}.')
            return default
        if value < least:
            self.problem(key, f'"{key}" is {value}; the least it can be is {least}.')
            return default
        return value

    def choice(self, key: str, among: Iterable[Choice]) -> Choice | None:
        value = self.text(key)
        return None if value is None else self._chosen(value, among, (key,))

    def choices(self, key: str, among: Iterable[Choice]) -> frozenset[Choice] | None:
        """The values listed, or None where there is no list or something is wrong with it."""
        options = list(among)
        chosen = [self._chosen(value, options, (key, at)) for at, value in self._texts(key)]
        valid = [value for value in chosen if value is not None]
        listed = self._values.get(key)
        return frozenset(valid) if isinstance(listed, list) and len(valid) == len(listed) else None

    def entries(self, key: str, fault: Callable[[str], str | None]) -> tuple[str, ...]:
        """A list of texts. `fault` says what is wrong with one, or None."""
        entries = []
        for at, value in self._texts(key):
            entry = value.strip()
            sentence = fault(entry)
            if sentence is None:
                entries.append(entry)
            else:
                self._problems.add((*self._path, key, at), sentence)
        return tuple(entries)

    def _texts(self, key: str) -> list[tuple[int, str]]:
        """The texts of a list with their positions."""
        values = self._values.get(key, [])
        if not isinstance(values, list):
            self.problem(key, f'"{key}" is a list in square brackets, not {_kind(values)}.')
            return []
        for at, value in enumerate(values):
            if not isinstance(value, str):
                sentence = f'"{key}" lists texts in quotes, not {_kind(value)}.'
                self._problems.add((*self._path, key, at), sentence)
        return [(at, value) for at, value in enumerate(values) if isinstance(value, str)]

    def _chosen(self, value: str, among: Iterable[Choice], at: Path) -> Choice | None:
        options = list(among)
        for option in options:
            if option == value:
                return option
        listed = ", ".join(options)
        hint = _nearest(value, options)
        self._problems.add((*self._path, *at), f'"{value}" is not one of {listed}.{hint}')
        return None

    def _where(self) -> str:
        if not self._path:
            return "at the top of a policy"
        return f"in [{self._path[0]}]" if len(self._path) == 1 else f"in a {self._path[0]}"


def _nearest(name: str, names: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, list(names), n=1)
    return f' Did you mean "{near[0]}"?' if near else ""


def _kind(value: object) -> str:
    kinds = {bool: "true or false", int: "a number", float: "a number with a point", str: "a text"}
    kinds |= {list: "a list", dict: "a table"}
    return kinds.get(type(value), "a date")
