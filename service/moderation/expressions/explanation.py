"""Says in plain words why a condition came out as it did."""

from service.moderation.expressions.evaluation import compiled
from service.moderation.expressions.syntax import (
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
    literal,
    mirrored,
    render,
)
from service.moderation.expressions.vocabulary import Facts, Value, Vocabulary

_DIGITS = 3
_WORDS = {
    # operator: (where it is true, where it is false); {} is the other value
    "==": ("", ", not {}"),
    "!=": (", not {}", ""),
    ">": (", more than {}", ", not more than {}"),
    ">=": (", at least {}", ", less than {}"),
    "<": (", less than {}", ", not less than {}"),
    "<=": (", at most {}", ", more than {}"),
}
_FUNCTIONS = {
    "startsWith": ("begins with", "does not begin with"),
    "endsWith": ("ends with", "does not end with"),
    "contains": ("contains", "does not contain"),
    "matches": ("matches", "does not match"),
}


def account(node: Node, facts: Facts, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The parts of a condition that made it true, or that made it false, with the values seen.

    Parts that made no difference are left out: of `a && b`, where only `a` is false, `b` is not mentioned.
    """
    return tuple(dict.fromkeys(_Account(facts, vocabulary).of(node)))


class _Account:
    def __init__(self, facts: Facts, vocabulary: Vocabulary) -> None:
        self._facts = facts
        self._vocabulary = vocabulary

    def _value(self, node: Node) -> Value:
        return compiled(node)(self._facts)

    def of(self, node: Node) -> list[str]:  # noqa: PLR0911 - one for each kind of node
        match node:
            case And(parts) | Or(parts):
                outcome = self._value(node)
                decisive = [part for part in parts if self._value(part) == outcome]
                return [sentence for part in decisive for sentence in self.of(part)]
            case Not(operand):
                return self.of(operand)
            case Conditional(test, then, otherwise):
                return [*self.of(test), *self.of(then if self._value(test) else otherwise)]
            case Comparison("in", left, Listing(items)):
                return [self._membership(left, items, bool(self._value(node)))]
            case Comparison():
                return [self._comparison(mirrored(node), bool(self._value(node)))]
            case Call(function, subject, argument) if argument is not None:
                verb = _FUNCTIONS[function][0 if self._value(node) else 1]
                return [f"{self._named(subject)}, which {verb} {self._short(argument)}"]
            case Name(name):
                return [self._truth(name, bool(self._value(node)))]
            case _:
                return [f"{render(node)} is {literal(self._value(node))}"]

    def _truth(self, name: str, value: bool) -> str:
        variable = self._vocabulary.variables.get(name)
        if variable is None or variable.spoken is None:
            return f"{name} is {literal(value)}"
        return variable.spoken[0 if value else 1]

    def _false_flag(self, left: Node, right: Node) -> str | None:
        """The name that says more than that this comparison of a name with a constant sees a zero."""
        variable = self._vocabulary.variables.get(left.name) if isinstance(left, Name) else None
        if variable is None or variable.flag is None or not isinstance(right, Constant):
            return None
        return None if self._facts[variable.flag] else variable.flag

    def _membership(self, left: Node, items: tuple[Node, ...], holds: bool) -> str:
        listed = ", ".join(render(item) for item in items)
        return f"{self._named(left)}, {'' if holds else 'not '}one of {listed}"

    def _comparison(self, node: Comparison, holds: bool) -> str:
        if flag := self._false_flag(node.left, node.right):
            return self._truth(flag, False)
        words = _WORDS[node.operator][0 if holds else 1]
        return self._named(node.left, beside=node.right) + words.format(self._short(node.right))

    def _named(self, node: Node, beside: Node | None = None) -> str:
        """`name is value`."""
        other = None if beside is None else self._value(beside)
        return f"{render(node)} is {_rounded(self._value(node), other)}"

    def _short(self, node: Node) -> str:
        """The value, with its name where it is no constant."""
        shown = _rounded(self._value(node))
        return shown if isinstance(node, Constant) else f"{render(node)} ({shown})"


def _rounded(value: Value, beside: Value | None = None) -> str:
    """The value with few digits, but enough to tell it from the one that it is compared with."""
    if isinstance(value, float):
        short = round(value, _DIGITS)
        return literal(value if short == beside else short)
    return literal(value)
