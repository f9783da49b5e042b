"""Collects everything that is wrong with a policy document, each problem with its line."""

import re
import tomllib
from collections.abc import Mapping

from service.domain.errors import DomainError
from service.moderation.policy.toml_lines import Path, Place, line_of, locate, offset_of

_SYNTAX_PLACE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")
_NOWHERE = Place(1, 0)


class PolicyError(DomainError):
    """The document cannot be used. `problems` are all reasons, each as `source:line: sentence`."""

    code = "invalid_policy"
    title = "The policy has errors"

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def quoted_problem(source: str, line: int, sentence: str, quoted: str) -> str:
    """A problem as people read it: the place, the sentence, and below them the line itself."""
    return f"{source}:{line}: {sentence}" + (f"\n    {quoted}" if quoted else "")


class Problems:
    """What is wrong with a document. `source` names it in messages."""

    def __init__(self, text: str, source: str) -> None:
        self.source = source
        self._text = text
        self._lines = [line.rstrip("\r") for line in text.split("\n")]
        self._places: Mapping[Path, Place] = {}
        self._found: list[tuple[int, str]] = []

    def parse(self) -> dict[str, object]:
        """The document as plain values; empty, with a problem noted, where it is not TOML."""
        try:
            document = tomllib.loads(self._text)
        except tomllib.TOMLDecodeError as error:
            self._add_syntax(str(error))
            return {}
        except RecursionError:
            self.add_line(1, "The document has too many brackets inside each other.")
            return {}
        self._places = locate(self._text)
        return document

    @property
    def count(self) -> int:
        return len(self._found)

    def raise_any(self) -> None:
        """Raises PolicyError if there are problems, from top to bottom."""
        if self._found:
            in_order = sorted(self._found, key=lambda problem: problem[0])
            raise PolicyError(tuple(shown for _, shown in in_order))

    def line(self, path: Path) -> int:
        """The line of the value at this path, or of what stands nearest around it."""
        return self._place(path).line

    def add(self, path: Path, sentence: str) -> None:
        """Notes a problem with the value at this path, or with what stands nearest around it."""
        self.add_line(self.line(path), sentence)

    def add_inside(self, path: Path, index: int, sentence: str) -> None:
        """Notes a problem with one character of the text that is the value at this path."""
        offset = offset_of(self._text, self._place(path).start, index)
        line = line_of(self._text, offset)
        self.add_line(line, sentence, column=offset - (self._text.rfind("\n", 0, offset) + 1))

    def add_line(self, line: int, sentence: str, column: int | None = None) -> None:
        """Notes a problem with a line, which is quoted; a mark stands below the column if one is given."""
        quoted = self.quoted(line)
        shown = quoted_problem(self.source, line, sentence, quoted)
        if quoted and column is not None:
            written = self._lines[line - 1]
            indent = len(written) - len(written.lstrip())
            shown += f"\n    {' ' * max(0, column - indent)}^"
        self._found.append((line, shown))

    def quoted(self, line: int) -> str:
        """What stands on the line, without the spaces around it."""
        return self._lines[line - 1].strip()

    def _place(self, path: Path) -> Place:
        while path and path not in self._places:
            path = path[:-1]
        return self._places.get(path, _NOWHERE)

    def _add_syntax(self, message: str) -> None:
        place = _SYNTAX_PLACE.search(message)
        line = int(place[1]) if place and place[1] else len(self._lines)
        column = f" at column {place[2]}" if place and place[2] else ""
        said = _SYNTAX_PLACE.sub("", message)
        self.add_line(line, f"This is not valid TOML{column}: {said[:1].lower()}{said[1:]}.")
