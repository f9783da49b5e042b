"""Checks an expression against its vocabulary: every name known, every type right.

What passes is total: it gives true or false for all values of its names, and no evaluation raises.
"""

from service.moderation.expressions.errors import ExpressionError, Fault, nearest
from service.moderation.expressions.regex import Regex, RegexError
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
    render,
    start_of,
)
from service.moderation.expressions.vocabulary import Type, Variable, Vocabulary

_OF_CONSTANT = {bool: Type.BOOL, int: Type.INT, float: Type.DOUBLE, str: Type.STRING}
_SHOWN = 60


def check(node: Node, vocabulary: Vocabulary) -> None:
    """Raises ExpressionError with everything that keeps this from being a condition."""
    checker = _Checker(vocabulary)
    checker.expect(node, Type.BOOL, "A condition is true or false")
    if checker.faults:
        raise ExpressionError(checker.faults)


class _Checker:
    """A type of None is that of a part with a fault of its own: nothing more is said about it."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self.faults: list[Fault] = []

    def expect(self, node: Node, wanted: Type, why: str) -> None:
        found = self.type_of(node)
        if found is not None and found is not wanted:
            self._fault(node, f"{why}; {_shown(node)} is {found}.{_advice(node, found, wanted)}")

    def type_of(self, node: Node) -> Type | None:  # noqa: PLR0911 - one for each kind of node
        match node:
            case Constant(value):
                return _OF_CONSTANT[type(value)]
            case Name():
                return self._name(node)
            case Listing():
                self._fault(node, "A list stands behind the word in: article.section in [...].")
                return None
            case Not(operand):
                self.expect(operand, Type.BOOL, 'Only what is true or false can be negated by "!"')
                return Type.BOOL
            case And(parts) | Or(parts):
                sign = "&&" if isinstance(node, And) else "||"
                for part in parts:
                    self.expect(part, Type.BOOL, f'"{sign}" joins what is true or false')
                return Type.BOOL
            case Comparison("in", left, right):
                return self._membership(node, left, right)
            case Comparison():
                return self._comparison(node)
            case Conditional():
                return self._conditional(node)
            case Call():
                return self._call(node)

    def _fault(self, node: Node, sentence: str) -> None:
        self.faults.append(Fault(sentence, start_of(node)))

    def _name(self, node: Name) -> Type | None:
        variable = self._vocabulary.variables.get(node.name)
        if variable is not None:
            return variable.type
        group, dot, field = node.name.partition(".")
        fields = self._vocabulary.fields_of(group)
        if not fields:
            hint = nearest(group, self._vocabulary.groups)
            self._fault(node, f'There is nothing called "{group}".{hint}')
        elif not dot:
            first, *others = (f"{group}.{name}" for name in fields)
            also = f" There are also {', '.join(others)}." if others else ""
            self._fault(node, f'"{group}" alone is neither true nor false: write {first}.{also}')
        else:
            hint = nearest(field, fields)
            self._fault(node, f'"{group}" has no "{field}"; it has {", ".join(fields)}.{hint}')
        return None

    def _comparison(self, node: Comparison) -> Type | None:
        left, right = self.type_of(node.left), self.type_of(node.right)
        if left is None or right is None:
            return Type.BOOL
        if left is not right and not (left.is_number and right.is_number):
            self._mismatch(node, node.left, left, node.right, right)
        elif left is Type.BOOL and node.operator not in ("==", "!="):
            self._fault(node, f'"{node.operator}" compares numbers or texts, not what is true or false.')
        else:
            self._check_choice(node.left, node.right)
            self._check_choice(node.right, node.left)
        return Type.BOOL

    def _mismatch(self, node: Node, left: Node, left_type: Type, right: Node, right_type: Type) -> None:
        self._fault(
            node,
            f"{_shown(left)} is {left_type} and {_shown(right)} is {right_type}: they cannot be compared.",
        )

    def _check_choice(self, name: Node, value: Node) -> None:
        """Notes a text that is compared with a name which can never have it."""
        variable = self._vocabulary.variables.get(name.name) if isinstance(name, Name) else None
        if variable is None or not variable.choices or not isinstance(value, Constant):
            return
        if value.value not in variable.choices:
            self._fault(value, _no_choice(str(value.value), variable))

    def _membership(self, node: Node, left: Node, right: Node) -> Type:
        left_type = self.type_of(left)
        if not isinstance(right, Listing):
            self._fault(right, 'Behind the word in stands a list: ["one", "two"].')
            return Type.BOOL
        for item in right.items:
            if not isinstance(item, Constant):
                self._fault(item, "A list holds texts and numbers only.")
                continue
            item_type = _OF_CONSTANT[type(item.value)]
            if left_type is None:
                continue
            if left_type is not item_type and not (left_type.is_number and item_type.is_number):
                self._mismatch(node, left, left_type, item, item_type)
            self._check_choice(left, item)
        return Type.BOOL

    def _conditional(self, node: Conditional) -> Type | None:
        self.expect(node.test, Type.BOOL, 'What stands before "?" is true or false')
        then, otherwise = self.type_of(node.then), self.type_of(node.otherwise)
        if then is not None and otherwise is not None and then is not otherwise:
            self._fault(node, f'Both sides of ":" are of one kind; here {then} and {otherwise}.')
            return None
        return then if then is not None else otherwise

    def _call(self, node: Call) -> Type:
        self.expect(node.subject, Type.STRING, f"{node.function} asks about a text")
        if node.argument is None:
            return Type.INT
        self.expect(node.argument, Type.STRING, f"{node.function} looks for a text")
        if node.function == "matches":
            self._check_regex(node.argument)
        return Type.BOOL

    def _check_regex(self, argument: Node) -> None:
        if not isinstance(argument, Constant):
            self._fault(
                argument, "The regular expression stands in quotation marks, so that it can be checked."
            )
        elif isinstance(argument.value, str):
            try:
                Regex(argument.value)
            except RegexError as error:
                self._fault(argument, str(error))


def _shown(node: Node) -> str:
    text = render(node)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."


def _advice(node: Node, found: Type, wanted: Type) -> str:
    if wanted is not Type.BOOL or not found.is_number or isinstance(node, Constant):
        return ""
    return f" Compare it: {_shown(node)} > 0, say."


def _no_choice(value: str, variable: Variable) -> str:
    listed = ", ".join(literal(choice) for choice in variable.choices)
    return (
        f"{variable.name} is never {literal(value)}; it is one of {listed}.{nearest(value, variable.choices)}"
    )
