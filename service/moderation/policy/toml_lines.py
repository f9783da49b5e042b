"""Says where in a TOML document each of its values stands.

`tomllib` gives the values without their places. This reads the same text once more for the places
alone. It expects text that `tomllib` has accepted, and checks nothing itself.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping
from typing import NamedTuple

Path = tuple[str | int, ...]
"""The way to a value: keys, and positions in arrays, as in ("rule", 0, "verdict")."""

_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_BARE = re.compile(r"[^\s=.,\[\]{}#]+")
_SCALAR = re.compile(r"[^,\]}#\n]*")
_STRINGS = (
    re.compile(r'"""(?:[^\\]|\\.)*?"{3,5}', re.DOTALL),
    re.compile(r"'''.*?'{3,5}", re.DOTALL),
    re.compile(r'"(?:[^"\\\n]|\\.)*"'),
    re.compile(r"'[^'\n]*'"),
)


class Place(NamedTuple):
    """Where a key, a table or an element of an array begins.

    `line` is counted from 1, `start` is the offset of what was written for the value itself.
    """

    line: int
    start: int


def locate(text: str) -> Mapping[Path, Place]:
    """The places of all keys, tables and elements of arrays."""
    return _Reader(text).read()


_FIRST_BREAK = re.compile(r"\r?\n")
_SKIPPED = re.compile(r"(?:\\[ \t]*\r?\n\s*)+")
_WRITTEN = re.compile(r"\\(?:U.{8}|u.{4}|.)|\r\n|.", re.DOTALL)


def offset_of(text: str, start: int, index: int) -> int:
    """Where the character with this index stands of the string whose opening quote is at `start`."""
    quote = text[start : start + 3] if text[start : start + 3] in ('"""', "'''") else text[start]
    position = start + len(quote)
    if len(quote) == 3:
        position = _after(_FIRST_BREAK, text, position)
    basic = quote[0] == '"'
    for _ in range(index):
        if basic:
            position = _after(_SKIPPED, text, position)
        if basic or text.startswith("\r\n", position):
            position = _after(_WRITTEN, text, position)
        else:
            position += 1
    return min(_after(_SKIPPED, text, position) if basic else position, len(text) - 1)


def line_of(text: str, offset: int) -> int:
    """The line, counted from 1, on which a character stands."""
    return text.count("\n", 0, offset) + 1


def _after(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._position = 0
        self._line_ends = [match.start() for match in re.finditer("\n", text)]
        self._places: dict[Path, Place] = {}
        self._elements: dict[Path, int] = {}

    def read(self) -> Mapping[Path, Place]:
        table: Path = ()
        self._skip_blank()
        while self._position < len(self._text):
            if self._next() == "[":
                table = self._header()
            else:
                self._assignment(table)
            self._skip_blank()
        return self._places

    def _header(self) -> Path:
        here = self._place()
        of_array = self._text.startswith("[[", self._position)
        self._position += 2 if of_array else 1
        *outer, name = self._key()
        table: Path = ()
        for part in outer:
            self._places.setdefault((*table, part), here)
            table = self._current((*table, part))
        table = (*table, name)
        self._places.setdefault(table, here)
        if of_array:
            self._elements[table] = self._elements.get(table, -1) + 1
        table = self._current(table)
        self._places[table] = here
        self._position = self._text.index("]", self._position) + (2 if of_array else 1)
        return table

    def _current(self, table: Path) -> Path:
        """The last element so far where the name is that of an array of tables."""
        return (*table, self._elements[table]) if table in self._elements else table

    def _assignment(self, table: Path) -> None:
        line = self._place().line
        key = self._key()
        self._position = self._text.index("=", self._position) + 1
        self._skip_blank()
        for length in range(1, len(key) + 1):
            self._places.setdefault((*table, *key[:length]), Place(line, self._position))
        self._value((*table, *key))

    def _key(self) -> tuple[str, ...]:
        parts = [self._key_part()]
        while self._next() == ".":
            self._position += 1
            parts.append(self._key_part())
        return tuple(parts)

    def _key_part(self) -> str:
        self._skip_blank()
        if self._next() in "\"'":
            part = self._string()[1:-1]
        else:
            bare = _BARE.match(self._text, self._position)
            part = bare[0] if bare else ""
            self._position += len(part)
        self._skip_blank()
        return part

    def _value(self, path: Path) -> None:
        self._skip_blank()
        self._places.setdefault(path, self._place())
        opening = self._next()
        if opening == "[":
            self._array(path)
        elif opening == "{":
            self._inline_table(path)
        elif opening in "\"'":
            self._string()
        else:
            scalar = _SCALAR.match(self._text, self._position)
            self._position = scalar.end() if scalar else len(self._text)

    def _array(self, path: Path) -> None:
        self._position += 1
        element = 0
        while not self._closed_by("]"):
            self._value((*path, element))
            element += 1

    def _inline_table(self, path: Path) -> None:
        self._position += 1
        while not self._closed_by("}"):
            self._assignment(path)

    def _closed_by(self, bracket: str) -> bool:
        self._skip_blank()
        if self._next() == ",":
            self._position += 1
            self._skip_blank()
        if self._next() not in (bracket, ""):
            return False
        self._position += 1
        return True

    def _string(self) -> str:
        for kind in _STRINGS:
            match = kind.match(self._text, self._position)
            if match:
                self._position = match.end()
                return match[0]
        self._position = len(self._text)
        return ""

    def _skip_blank(self) -> None:
        blank = _BLANK.match(self._text, self._position)
        self._position = blank.end() if blank else self._position

    def _next(self) -> str:
        return self._text[self._position : self._position + 1]

    def _place(self) -> Place:
        return Place(bisect_left(self._line_ends, self._position) + 1, self._position)
