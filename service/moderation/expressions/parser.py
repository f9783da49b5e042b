"""Reads an expression into its syntax tree.

The language is the part of CEL (the Common Expression Language) that rules need; every expression here
means in CEL what it means here. Reading is by recursive descent, and no deeper than MAX_DEPTH.
"""

import re

from service.moderation.expressions.errors import ExpressionError, Fault
from service.moderation.expressions.syntax import (
    MIRRORED,
    And,
    Call,
    Comparison,
    Conditional,
    Constant,
    Listing,
    Name,
    Node,
    Not,
    Or,
)
from service.moderation.expressions.tokens import MOST_WHOLE, Kind, Token, tokens

MAX_CHARACTERS = 2_000
MAX_DEPTH = 20
"""The most brackets, negations and functions that may stand inside each other."""

TEXT_FUNCTIONS = ("startsWith", "endsWith", "contains", "matches")
_RELATIONS = frozenset(MIRRORED) | {"in"}
_SPELLED = {
    "and": "Write && for and.",
    "or": "Write || for or.",
    "not": "Write ! for not.",
    "True": "Write true.",
    "False": "Write false.",
}
_RESERVED = re.compile(
    "as|break|const|continue|else|for|function|if|import|let|loop|package|namespace|null|return|var|void|while"
)


def parse(text: str) -> Node:
    """The tree of the text. Raises ExpressionError where it is no expression of the language."""
    if len(text) > MAX_CHARACTERS:
        sentence = f"A condition has at most {MAX_CHARACTERS} characters; this one has {len(text)}."
        raise ExpressionError([Fault(sentence, MAX_CHARACTERS)])
    found = tokens(text)
    if len(found) == 1:
        raise _fault(found[0], "The condition is empty. Write true for a rule that always fires.")
    return _Parser(found).parse()


def _fault(token: Token, sentence: str) -> ExpressionError:
    return ExpressionError([Fault(sentence, token.at)])


class _Parser:
    def __init__(self, found: list[Token]) -> None:
        self._tokens = found
        self._position = 0
        self._depth = 0

    def parse(self) -> Node:
        node = self._expression()
        if self._next.kind is not Kind.END:
            raise self._unexpected("&& or || or the end")
        return node

    @property
    def _next(self) -> Token:
        return self._tokens[self._position]

    def _take(self, *signs: str) -> Token | None:
        """The next token, taken, if it is one of these signs."""
        token = self._next
        if token.kind is not Kind.SIGN or token.text not in signs:
            return None
        self._position += 1
        return token

    def _need(self, sign: str) -> None:
        if self._take(sign) is None:
            raise self._unexpected(sign)

    def _unexpected(self, wanted: str) -> ExpressionError:
        token = self._next
        if token.text in _SPELLED:
            return _fault(token, _SPELLED[token.text])
        quoted = token.text if token.text.startswith(('"', "'")) else f'"{token.text}"'
        found = "the condition ends" if token.kind is Kind.END else f"{quoted} stands"
        return _fault(token, f"Here {found} where {wanted} is expected.")

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise _fault(self._next, f"More than {MAX_DEPTH} brackets stand inside each other.")

    def _expression(self) -> Node:
        self._deeper()
        node = self._either()
        if sign := self._take("?"):
            then = self._either()
            self._need(":")
            node = Conditional(node, then, self._expression(), sign.at)
        self._depth -= 1
        return node

    def _either(self) -> Node:
        parts = [self._all()]
        at = self._next.at
        while self._take("||"):
            parts.append(self._all())
        return Or(tuple(parts), at) if len(parts) > 1 else parts[0]

    def _all(self) -> Node:
        parts = [self._relation()]
        at = self._next.at
        while self._take("&&"):
            parts.append(self._relation())
        return And(tuple(parts), at) if len(parts) > 1 else parts[0]

    def _relation(self) -> Node:
        node = self._unary()
        sign = self._take(*_RELATIONS)
        if sign is None:
            return node
        node = Comparison(sign.text, node, self._unary(), sign.at)
        if again := self._take(*_RELATIONS):
            raise _fault(again, "Compare two things at a time, with && or brackets between.")
        return node

    def _unary(self) -> Node:
        if sign := self._take("!"):
            self._deeper()
            node = Not(self._unary(), sign.at)
            self._depth -= 1
            return node
        if sign := self._take("-"):
            return self._negative(sign)
        return self._member()

    def _negative(self, sign: Token) -> Node:
        token = self._next
        value = token.value
        if token.kind is not Kind.CONSTANT or isinstance(value, bool | str):
            raise _fault(token, "A minus sign stands before a number only.")
        self._position += 1
        return Constant(_in_range(-value, sign), sign.at)

    def _member(self) -> Node:
        node = self._primary()
        entered = self._depth
        while self._take("."):
            token = self._next
            if token.kind is not Kind.NAME:
                raise self._unexpected("a name")
            self._position += 1
            if self._take("("):
                self._deeper()
                node = self._method(node, token)
            elif isinstance(node, Name):
                node = Name(f"{node.name}.{token.text}", node.at)
            else:
                raise _fault(token, f"{token.text} is no part of what stands before it.")
        self._depth = entered
        return node

    def _method(self, subject: Node, function: Token) -> Node:
        if function.text == "size":
            self._need(")")
            return Call("size", subject, None, function.at)
        if function.text not in TEXT_FUNCTIONS:
            known = ", ".join(("size", *TEXT_FUNCTIONS))
            raise _fault(function, f"There is no function {function.text}; there are {known}.")
        argument = self._expression()
        self._need(")")
        return Call(function.text, subject, argument, function.at)

    def _primary(self) -> Node:
        token = self._next
        if self._take("("):
            node = self._expression()
            self._need(")")
            return node
        if self._take("["):
            return Listing(self._items(), token.at)
        if token.kind is Kind.CONSTANT:
            self._position += 1
            value = token.value
            return Constant(value if isinstance(value, bool | str) else _in_range(value, token), token.at)
        if token.kind is Kind.NAME and token.text not in _SPELLED:
            self._position += 1
            return self._named(token)
        raise self._unexpected("a name, a number, a text or a bracket")

    def _named(self, token: Token) -> Node:
        if _RESERVED.fullmatch(token.text):
            raise _fault(token, f"The word {token.text} has no meaning in a condition.")
        if not self._take("("):
            return Name(token.text, token.at)
        if token.text != "size":
            sentence = f"There is no function {token.text}(...); there is size(...)."
            if token.text in TEXT_FUNCTIONS:
                sentence = (
                    f'Write {token.text} behind the text that is asked: article.section.{token.text}("x").'
                )
            raise _fault(token, sentence)
        subject = self._expression()
        self._need(")")
        return Call("size", subject, None, token.at)

    def _items(self) -> tuple[Node, ...]:
        items: list[Node] = []
        while not self._take("]"):
            if items:
                self._need(",")
                if self._take("]"):
                    break
            items.append(self._expression())
        return tuple(items)


def _in_range(value: float, token: Token) -> float:
    if isinstance(value, int) and not -MOST_WHOLE - 1 <= value <= MOST_WHOLE:
        raise _fault(token, f"{value} is too large a number.")
    return value
