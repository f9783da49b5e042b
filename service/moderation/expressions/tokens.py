"""Cuts the text of an expression into tokens, as the CEL specification says."""

import math
import re
from dataclasses import dataclass
from enum import StrEnum

from service.moderation.expressions.errors import ExpressionError, Fault
from service.moderation.expressions.vocabulary import Value

MOST_WHOLE = 2**63 - 1


class Kind(StrEnum):
    NAME = "name"
    CONSTANT = "constant"
    SIGN = "sign"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """`value` is that of a constant. `text` is as written, and empty at the end."""

    kind: Kind
    text: str
    at: int
    value: Value = ""


_SPACE = re.compile(r"(?:[ \t\r\n\f]+|//[^\n]*)*")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_DOUBLE = re.compile(r"\d*\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+")
_WHOLE = re.compile(r"0x[0-9A-Fa-f]+|\d+")
_SIGN = re.compile(r"&&|\|\||[=!<>]=|[<>!?:.,()\[\]-]")
_STRING = re.compile(
    r"""([rR]?)(?:"{3}((?:[^\\]|\\.)*?)"{3}|'{3}((?:[^\\]|\\.)*?)'{3}"""
    r"""|"((?:[^"\\\r\n]|\\.)*)"|'((?:[^'\\\r\n]|\\.)*)')""",
    re.DOTALL,
)
_RAW_STRING = re.compile(r"""([rR])(?:"{3}(.*?)"{3}|'{3}(.*?)'{3}|"([^"\r\n]*)"|'([^'\r\n]*)')""", re.DOTALL)
_ESCAPE = re.compile(
    r"""\\(?:[xX]([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([0-3][0-7]{2})|([abfnrtv\\?"'`])|)"""
)
_NAMED_ESCAPES = dict(zip("abfnrtv", "\a\b\f\n\r\t\v", strict=True))
_MISTAKEN = {
    "=": "Write == to compare two things.",
    "&": "Write && for and.",
    "|": "Write || for or.",
    "{": "A list stands in square brackets: [1, 2].",
    "+": "Conditions do not calculate: they compare what was found.",
    "*": "Conditions do not calculate: they compare what was found.",
    "/": "Conditions do not calculate: they compare what was found.",
    "%": "Conditions do not calculate: they compare what was found.",
    "“": 'Write straight quotation marks: "text".',
    "”": 'Write straight quotation marks: "text".',
    "‘": 'Write straight quotation marks: "text".',
    "’": 'Write straight quotation marks: "text".',
    '"': "The text is not closed: a quotation mark is missing.",
    "'": "The text is not closed: a quotation mark is missing.",
}


def tokens(text: str) -> list[Token]:
    """The tokens in order, the last of kind END. Raises ExpressionError."""
    found = []
    position = _after_space(text, 0)
    while position < len(text):
        token = _token(text, position)
        found.append(token)
        position = _after_space(text, position + len(token.text))
    return [*found, Token(Kind.END, "", len(text.rstrip()))]


def _after_space(text: str, position: int) -> int:
    space = _SPACE.match(text, position)
    return space.end() if space else position


def _token(text: str, at: int) -> Token:  # noqa: PLR0911 - one for each kind of token
    if raw := _RAW_STRING.match(text, at):
        return Token(Kind.CONSTANT, raw[0], at, _content(raw))
    if string := _STRING.match(text, at):
        return Token(Kind.CONSTANT, string[0], at, _unescaped(_content(string), at))
    if name := _NAME.match(text, at):
        if name[0] in ("true", "false"):
            return Token(Kind.CONSTANT, name[0], at, name[0] == "true")
        return Token(Kind.SIGN if name[0] == "in" else Kind.NAME, name[0], at)
    if number := _DOUBLE.match(text, at):
        return Token(Kind.CONSTANT, number[0], at, _double(number[0], at))
    if number := _WHOLE.match(text, at):
        return Token(Kind.CONSTANT, number[0], at, int(number[0], 16 if "x" in number[0] else 10))
    if sign := _SIGN.match(text, at):
        return Token(Kind.SIGN, sign[0], at)
    sentence = _MISTAKEN.get(text[at], f"The sign {text[at]} has no meaning here.")
    raise ExpressionError([Fault(sentence, at)])


def _content(string: re.Match[str]) -> str:
    return next(part for part in string.groups()[1:] if part is not None)


def _double(written: str, at: int) -> float:
    value = float(written)
    if math.isinf(value):
        raise ExpressionError([Fault(f"{written} is too large a number.", at)])
    return value


def _unescaped(content: str, at: int) -> str:
    def character(escape: re.Match[str]) -> str:
        *codes, octal, named = escape.groups()
        if named is not None:
            return _NAMED_ESCAPES.get(named, named)
        digits = next((code for code in codes if code is not None), None)
        if digits is None and octal is None:
            sentence = 'Write \\\\ for a backslash, or an r before the text: r"\\d".'
            raise ExpressionError([Fault(sentence, at)])
        point = int(octal, 8) if digits is None else int(digits, 16)
        if point > 0x10FFFF or 0xD800 <= point <= 0xDFFF:
            raise ExpressionError([Fault(f"There is no character {escape[0]}.", at)])
        return chr(point)

    return _ESCAPE.sub(character, content)
