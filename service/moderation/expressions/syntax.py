"""The syntax tree of an expression, and the way back to text.

Two trees are equal if they say the same, wherever they stood in their texts.
"""

from dataclasses import dataclass, field

from service.moderation.expressions.vocabulary import Value

MIRRORED = {"==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
"""`a < b` says the same as `b > a`."""


@dataclass(frozen=True, slots=True)
class Constant:
    value: Value
    at: int = field(default=0, compare=False)

    def __eq__(self, other: object) -> bool:
        # To Python, 1, 1.0 and true are equal; here they differ.
        same = isinstance(other, Constant) and type(self.value) is type(other.value)
        return same and isinstance(other, Constant) and self.value == other.value

    def __hash__(self) -> int:
        return hash(self.value)


@dataclass(frozen=True, slots=True)
class Name:
    """A name as written, dots included."""

    name: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Listing:
    items: tuple["Node", ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    operand: "Node"
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple["Node", ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple["Node", ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Comparison:
    """`operator` is one of MIRRORED, or `in`. `at` is the operator's place."""

    operator: str
    left: "Node"
    right: "Node"
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Conditional:
    test: "Node"
    then: "Node"
    otherwise: "Node"
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """`function` of `subject`: `size`, which takes no argument, or one of the functions on two texts."""

    function: str
    subject: "Node"
    argument: "Node | None" = None
    at: int = field(default=0, compare=False)


Node = Constant | Name | Listing | Not | And | Or | Comparison | Conditional | Call


def parts_of(node: Node) -> tuple[Node, ...]:
    """The nodes right below this one, in the order in which they were written."""
    match node:
        case And(parts) | Or(parts) | Listing(parts):
            return parts
        case Not(operand):
            return (operand,)
        case Comparison(_, left, right):
            return (left, right)
        case Conditional(test, then, otherwise):
            return (test, then, otherwise)
        case Call(_, subject, argument):
            return (subject,) if argument is None else (subject, argument)
        case _:
            return ()


def start_of(node: Node) -> int:
    """Where the text of the node begins. (A node's `at` is its operator's place.)"""
    return min([node.at, *(start_of(part) for part in parts_of(node))])


def mirrored(node: Comparison) -> Comparison:
    """The same comparison with a constant on the right where one stands on the left."""
    if node.operator == "in" or not isinstance(node.left, Constant) or isinstance(node.right, Constant):
        return node
    return Comparison(MIRRORED[node.operator], node.right, node.left, node.at)


_LOWEST, _OR, _AND, _RELATION, _UNARY, _PRIMARY = range(6)


def render(node: Node, around: int = _LOWEST) -> str:
    """The expression as text, with no more brackets than it needs. Parsing it gives the tree again.

    `around` is how tightly what stands around the node binds.
    """
    text, binds = _rendered(node)
    return text if binds >= around else f"({text})"


def _rendered(node: Node) -> tuple[str, int]:  # noqa: PLR0911 - one for each kind of node
    match node:
        case Constant(value):
            return literal(value), _PRIMARY
        case Name(name):
            return name, _PRIMARY
        case Listing(items):
            return f"[{', '.join(render(item) for item in items)}]", _PRIMARY
        case Not(operand):
            return f"!{render(operand, _UNARY)}", _UNARY
        case And(parts):
            return " && ".join(render(part, _RELATION) for part in parts), _AND
        case Or(parts):
            return " || ".join(render(part, _AND) for part in parts), _OR
        case Comparison(operator, left, right):
            return f"{render(left, _UNARY)} {operator} {render(right, _UNARY)}", _RELATION
        case Conditional(test, then, otherwise):
            return f"{render(test, _OR)} ? {render(then, _OR)} : {render(otherwise)}", _LOWEST
        case Call(function, subject, argument) if argument is not None:
            return f"{render(subject, _PRIMARY)}.{function}({render(argument)})", _PRIMARY
        case Call(function, subject):
            return f"{function}({render(subject)})", _PRIMARY


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def literal(value: Value) -> str:
    """The constant as it is written in an expression."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return '"' + "".join(_ESCAPES.get(sign, sign) for sign in value) + '"'
    return repr(value)
