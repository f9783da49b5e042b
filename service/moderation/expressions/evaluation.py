"""Makes an expression that passed its check into a function of the facts."""

import operator
from collections.abc import Callable

from service.moderation.expressions.regex import Regex
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
    mirrored,
    parts_of,
)
from service.moderation.expressions.vocabulary import Facts, Value

Evaluate = Callable[[Facts], Value]

_COMPARE: dict[str, Callable[[Value, Value], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def steps_of(node: Node) -> int:
    """The most steps that evaluating takes: one for each node, since none is evaluated twice.

    A function on a text is one step here; its time is in proportion to the text.
    """
    return 1 + sum(steps_of(part) for part in parts_of(node))


def compiled(node: Node) -> Evaluate:  # noqa: PLR0911 - one for each kind of node
    """The function that evaluates the node. It never raises."""
    match node:
        case Constant(value):
            return lambda _facts: value
        case Name(name):
            return operator.itemgetter(name)
        case Not(operand):
            negated = compiled(operand)
            return lambda facts: not negated(facts)
        case And(parts):
            return _all([compiled(part) for part in parts])
        case Or(parts):
            return _any([compiled(part) for part in parts])
        case Comparison("in", left, Listing(items)):
            subject = compiled(left)
            values = frozenset(item.value for item in items if isinstance(item, Constant))
            return lambda facts: subject(facts) in values
        case Comparison():
            return _comparison(mirrored(node))
        case Conditional(test, then, otherwise):
            tested, yes, no = compiled(test), compiled(then), compiled(otherwise)
            return lambda facts: yes(facts) if tested(facts) else no(facts)
        case Call(function, subject_node, argument):
            return _call(function, compiled(subject_node), argument)
        case Listing():
            raise TypeError("A list stands behind the word in, as the check has seen to.")


def _all(parts: list[Evaluate]) -> Evaluate:
    def evaluate(facts: Facts) -> bool:
        for part in parts:  # noqa: SIM110 - a loop is twice as fast as all() here
            if not part(facts):
                return False
        return True

    return evaluate


def _any(parts: list[Evaluate]) -> Evaluate:
    def evaluate(facts: Facts) -> bool:
        for part in parts:  # noqa: SIM110 - as above
            if part(facts):
                return True
        return False

    return evaluate


def _comparison(node: Comparison) -> Evaluate:
    compare = _COMPARE[node.operator]
    # Nearly every comparison is that of a name with a constant.
    if isinstance(node.left, Name) and isinstance(node.right, Constant):
        name, value = node.left.name, node.right.value
        return lambda facts: compare(facts[name], value)
    left, right = compiled(node.left), compiled(node.right)
    return lambda facts: compare(left(facts), right(facts))


def _call(function: str, subject: Evaluate, argument: Node | None) -> Evaluate:
    if argument is None:
        return lambda facts: len(str(subject(facts)))
    if function == "matches" and isinstance(argument, Constant):
        regex = Regex(str(argument.value))
        return lambda facts: regex.found_in(str(subject(facts)))
    sought = compiled(argument)
    if function == "startsWith":
        return lambda facts: str(subject(facts)).startswith(str(sought(facts)))
    if function == "endsWith":
        return lambda facts: str(subject(facts)).endswith(str(sought(facts)))
    return lambda facts: str(sought(facts)) in str(subject(facts))
