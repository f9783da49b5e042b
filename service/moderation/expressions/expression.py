"""A condition, ready for use."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from service.moderation.expressions.checking import check
from service.moderation.expressions.domains import Domain
from service.moderation.expressions.errors import ExpressionError, Fault
from service.moderation.expressions.evaluation import compiled, steps_of
from service.moderation.expressions.explanation import account
from service.moderation.expressions.parser import parse
from service.moderation.expressions.reasoning import Case, Reasoner
from service.moderation.expressions.syntax import Constant, Name, Node, parts_of, render, start_of
from service.moderation.expressions.vocabulary import Facts, Value, Vocabulary


@dataclass(frozen=True, slots=True)
class Expression:
    """A condition that was checked against a vocabulary. Two that say the same are equal.

    `holds` tells whether it is true of the facts, which have a value for every name; it never raises and
    takes at most `steps` steps. `names` are those that it speaks of, `cases` its normal form, None where
    that is too large.
    """

    tree: Node
    vocabulary: Vocabulary = field(repr=False, compare=False)
    holds: Callable[[Facts], Value] = field(repr=False, compare=False)
    steps: int
    names: frozenset[str]
    cases: list[Case] | None = field(repr=False, compare=False)

    def __str__(self) -> str:
        return render(self.tree)

    def account(self, facts: Facts) -> tuple[str, ...]:
        """What made it true or false, in plain words with the values seen."""
        return account(self.tree, facts, self.vocabulary)

    def includes(self, other: "Expression") -> bool:
        """Whether it is certainly true wherever the other one is. False where that cannot be told."""
        if self.cases is None or other.cases is None:
            return self == other
        return Reasoner(self.vocabulary).includes(self.cases, other.cases)

    def can_hold(self, given: Mapping[str, Domain]) -> bool:
        """Whether it may be true while these names have values as given. True where that cannot be told."""
        return self.cases is None or Reasoner(self.vocabulary).can_hold(self.cases, given)


def compile_expression(text: str, vocabulary: Vocabulary) -> Expression:
    """The condition that the text says. Raises ExpressionError with everything that is wrong with it."""
    tree = parse(text)
    check(tree, vocabulary)
    reasoner = Reasoner(vocabulary)
    constants = list(_constant_faults(tree, reasoner, vocabulary))
    if constants:
        raise ExpressionError(constants)
    names = frozenset(_names(tree))
    return Expression(tree, vocabulary, compiled(tree), steps_of(tree), names, reasoner.cases(tree))


def _names(node: Node) -> Iterator[str]:
    if isinstance(node, Name):
        yield node.name
    for part in parts_of(node):
        yield from _names(part)


def _constant_faults(tree: Node, reasoner: Reasoner, vocabulary: Vocabulary) -> Iterator[Fault]:
    """What is always true, or never. Only `true` is written on purpose, for a rule without conditions."""
    if isinstance(tree, Constant) and tree.value is False:
        yield Fault("A rule on false never fires. To switch a rule off, write # before each of its lines.", 0)
    for part, outcome in reasoner.constant_parts(tree):
        adverb = "always" if outcome else "never"
        yield Fault(f"This is {adverb} true: {render(part)}.{_bounds(part, vocabulary)}", start_of(part))


def _bounds(part: Node, vocabulary: Vocabulary) -> str:
    """Within which bounds the one number of this part lies."""
    names = [vocabulary.variables[name] for name in dict.fromkeys(_names(part))]
    if len(names) != 1 or names[0].least is None:
        return ""
    variable = names[0]
    if variable.most is None:
        return f" ({variable.name} is {variable.least:g} or more.)"
    return f" ({variable.name} runs from {variable.least:g} to {variable.most:g}.)"
