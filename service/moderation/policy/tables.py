"""Reads the tables of a policy document value by value, and notes what is wrong with them."""

from collections.abc import Callable, Collection, Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

from service.moderation.expressions.errors import nearest
from service.moderation.policy.problems import Problems
from service.moderation.policy.toml_lines import Path

Choice = TypeVar("Choice", bound=StrEnum)

_MISSING = object()


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
                self.problem(key, f'There is no setting "{key}" {self._where()}.{nearest(key, keys)}')

    def problem(self, key: str | None, sentence: str) -> None:
        self._problems.add(self._path if key is None else (*self._path, key), sentence)

    def problem_inside(self, key: str, index: int, sentence: str) -> None:
        """Notes a problem with one character of a text, as `written` gives it."""
        self._problems.add_inside((*self._path, key), index, sentence)

    @property
    def fault_count(self) -> int:
        """How many problems the document has so far."""
        return self._problems.count

    def place(self, key: str) -> tuple[str, int, str]:
        """The document's name, the value's line, and what stands on it."""
        line = self._problems.line((*self._path, key))
        return self._problems.source, line, self._problems.quoted(line)

    def has(self, key: str) -> bool:
        return key in self._values

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(self._values)

    def table(self, key: str, keys: Collection[str]) -> "Table":
        """The table inside this one; empty where there is none."""
        values = self._values.get(key, {})
        if not isinstance(values, dict):
            self.problem(key, f'"{key}" is a table: write [{key}] on a line of its own.')
            values = {}
        return Table(values, (*self._path, key), keys, self._problems)

    def open_table(self, key: str) -> "Table":
        """The table inside this one, whose keys may be any."""
        values = self._values.get(key, {})
        return self.table(key, values if isinstance(values, dict) else ())

    def tables(self, key: str, keys: Collection[str], if_none: str | None = None) -> "list[Table]":
        """The tables of an array of tables. `if_none` says what is wrong with having none, if it is."""
        values = self._values.get(key, [])
        if values == [] and if_none is not None:
            self.problem(key, if_none)
        if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
            name = ".".join([*(part for part in self._path if isinstance(part, str)), key])
            self.problem(key, f"Write [[{name}]] on a line of its own above the settings of each {key}.")
            return []
        return [
            Table(value, (*self._path, key, number), keys, self._problems)
            for number, value in enumerate(values)
        ]

    def text(self, key: str) -> str | None:
        """The text without the spaces around it."""
        value = self.written(key)
        return None if value is None else value.strip()

    def written(self, key: str) -> str | None:
        value = self._values.get(key, _MISSING)
        if value is _MISSING:
            return None
        if not isinstance(value, str):
            self.problem(key, f'"{key}" is a text in quotes, not {_kind(value)}.')
            return None
        if not value.strip():
            self.problem(key, f'"{key}" is empty. Write something, or leave the line out.')
            return None
        return value

    def truth(self, key: str) -> bool | None:
        value = self._values.get(key, _MISSING)
        if value is _MISSING or isinstance(value, bool):
            return value if isinstance(value, bool) else None
        self.problem(key, f'"{key}" is true or false, without quotes, not {_kind(value)}.')
        return None

    def whole_number(self, key: str, default: int, least: int, most: int | None = None) -> int:
        value = self._values.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int):
            self.problem(key, f'"{key}" is a whole number, not {_kind(value)}.')
            return default
        if value < least:
            self.problem(key, f'"{key}" is {value}; the least it can be is {least}.')
            return default
        if most is not None and value > most:
            self.problem(key, f'"{key}" is {value}; the most it can be is {most}.')
            return default
        return value

    def share(self, key: str, default: float) -> float:
        """A number from 0 to 1."""
        value = self._values.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            self.problem(key, f'"{key}" is a number from 0 to 1, such as 0.8.')
            return default
        return float(value)

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

    def choice(self, key: str, among: Iterable[Choice]) -> Choice | None:
        """The one of these that the text names."""
        value = self.text(key)
        options = list(among)
        for option in options:
            if option == value:
                return option
        if value is not None:
            hint = nearest(value, options)
            self.problem(key, f'"{value}" is not one of {", ".join(options)}.{hint}')
        return None

    def _where(self) -> str:
        if not self._path:
            return "at the top of a policy"
        names = [part for part in self._path if isinstance(part, str)]
        if isinstance(self._path[-1], int):
            return f"in a [[{'.'.join(names)}]]"
        # What stands inside one element of an array is written on one line, in braces.
        in_element = any(isinstance(part, int) for part in self._path)
        return f"in {names[-1]}" if in_element else f"in [{'.'.join(names)}]"


def _kind(value: object) -> str:
    kinds = {bool: "true or false", int: "a number", float: "a number with a point", str: "a text"}
    kinds |= {list: "a list", dict: "a table"}
    return kinds.get(type(value), "a date")
