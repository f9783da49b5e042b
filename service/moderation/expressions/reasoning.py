"""Tells what can never be true, and which condition another one includes.

A condition is brought into disjunctive normal form: cases, each of which says for some names within
which set their values lie, and which is true where all of that holds. Parts that are no comparison of one
name with constants are taken as names of their own, about which nothing is known. So every answer is
certain, and some that could be found are not: where a condition has more than MAX_CASES cases, and where
it would take arithmetic between several names.
"""

from collections.abc import Iterator, Mapping
from itertools import product

from service.moderation.expressions.domains import (
    ANY_BOOL,
    Domain,
    Interval,
    Members,
    intersection,
    is_within,
    truth,
)
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
    mirrored,
    parts_of,
    render,
)
from service.moderation.expressions.vocabulary import Vocabulary

MAX_CASES = 64
_NEGATED = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}

Case = dict[str, Domain]
"""For each name that it speaks of, the values in which it is true."""


class TooManyCases(Exception):
    """The normal form would be too large to be worth making."""


class Reasoner:
    """Reasons about conditions that passed their check against this vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._known: dict[tuple[Node, bool], list[Case]] = {}

    def cases(self, node: Node, wanted: bool = True) -> list[Case] | None:
        """The cases in which the node is as wanted; none where it never is. None where they are too many."""
        try:
            return self._cases(node, wanted)
        except TooManyCases:
            return None

    def includes(self, general: list[Case], special: list[Case]) -> bool:
        """Whether the first is certainly true wherever the second is."""
        return all(any(self._is_case_within(case, other) for other in general) for case in special)

    def can_hold(self, cases: list[Case], given: Mapping[str, Domain]) -> bool:
        """Whether one of the cases may come true while the names have values as given."""
        return any(self._narrowed(case, given) is not None for case in cases)

    def constant_parts(self, node: Node) -> Iterator[tuple[Node, bool]]:
        """The smallest parts that are always true, or always false, without being written as a constant."""
        found = False
        for part in parts_of(node) if isinstance(node, And | Or | Not | Conditional) else ():
            for inner in self.constant_parts(part):
                found = True
                yield inner
        if not found and not isinstance(node, Constant) and _is_truth(node, self._vocabulary):
            for outcome in (True, False):
                if self.cases(node, not outcome) == []:
                    yield node, outcome

    def _cases(self, node: Node, wanted: bool) -> list[Case]:
        key = node, wanted
        if key not in self._known:
            self._known[key] = self._worked_out(node, wanted)
        return self._known[key]

    def _worked_out(self, node: Node, wanted: bool) -> list[Case]:  # noqa: PLR0911 - one for each kind of node
        match node:
            case Constant(value):
                return [{}] if value is wanted else []
            case Not(operand):
                return self._cases(operand, not wanted)
            case And(parts):
                return self._every(parts, wanted) if wanted else self._some(parts, wanted)
            case Or(parts):
                return self._some(parts, wanted) if wanted else self._every(parts, wanted)
            case Conditional(test, then, otherwise):
                yes = self._product([self._cases(test, True), self._cases(then, wanted)])
                no = self._product([self._cases(test, False), self._cases(otherwise, wanted)])
                return _limited(yes + no)
            case Comparison():
                return self._comparison(mirrored(node), wanted)
            case _:
                return self._case({render(node): truth(wanted)})

    def _every(self, parts: tuple[Node, ...], wanted: bool) -> list[Case]:
        return self._product([self._cases(part, wanted) for part in parts])

    def _some(self, parts: tuple[Node, ...], wanted: bool) -> list[Case]:
        return _limited([case for part in parts for case in self._cases(part, wanted)])

    def _comparison(self, node: Comparison, wanted: bool) -> list[Case]:
        if isinstance(node.left, Constant) and isinstance(node.right, Constant | Listing):
            return [{}] if compiled(node)({}) == wanted else []
        if _is_truth(node.left, self._vocabulary) and node.operator in ("==", "!="):
            return self._equivalence(node, wanted)
        if self._domain(render(node.left)) is None:
            return self._case({render(node): truth(wanted)})
        if isinstance(node.right, Listing):
            return self._membership(node.left, node.right, wanted)
        if isinstance(node.right, Constant):
            operator = node.operator if wanted else _NEGATED[node.operator]
            return self._case({render(node.left): self._compared(node.left, operator, node.right)})
        return self._case({render(node): truth(wanted)})

    def _equivalence(self, node: Comparison, wanted: bool) -> list[Case]:
        alike = (node.operator == "==") == wanted
        both = self._product([self._cases(node.left, True), self._cases(node.right, alike)])
        neither = self._product([self._cases(node.left, False), self._cases(node.right, not alike)])
        return _limited(both + neither)

    def _membership(self, left: Node, listing: Listing, wanted: bool) -> list[Case]:
        constants = [item for item in listing.items if isinstance(item, Constant)]
        name = render(left)
        if isinstance(self._domain(name), Members):
            values = Members(frozenset(str(item.value) for item in constants))
            return self._case({name: values if wanted else values.complement})
        if wanted:
            each = [self._case({name: self._compared(left, "==", item)}) for item in constants]
            return _limited([case for cases in each for case in cases])
        return self._product([self._case({name: self._compared(left, "!=", item)}) for item in constants])

    def _compared(self, left: Node, operator: str, right: Constant) -> Domain:
        domain = self._domain(render(left))
        if isinstance(domain, Interval) and not isinstance(right.value, str):
            return Interval.compared(operator, right.value, whole=domain.whole)
        if operator in ("==", "!="):
            values = Members(frozenset({right.value} if isinstance(right.value, str | bool) else ()))
            return values if operator == "==" else values.complement
        return Members(frozenset(), inverted=True)

    def _domain(self, name: str) -> Domain | None:
        """What is known of a name's values; None for a part that is no name."""
        variable = self._vocabulary.variables.get(name)
        if variable is not None:
            return variable.domain
        inner = name.removeprefix("size(").removesuffix(")")
        return Interval.between(0, None, whole=True) if name == f"size({inner})" else None

    def _case(self, said: Case) -> list[Case]:
        case = self._narrowed({}, said)
        return [] if case is None else [case]

    def _product(self, lists: list[list[Case]]) -> list[Case]:
        """The cases in which one of every list holds."""
        combined: list[Case] = [{}]
        for cases in lists:
            joined = (self._narrowed(one, other) for one, other in product(combined, cases))
            combined = _limited([case for case in joined if case is not None])
        return combined

    def _narrowed(self, case: Case, said: Mapping[str, Domain]) -> Case | None:
        """The case with more said, and what the laws add; None if that is never true."""
        narrowed = case.copy()
        said_of_all = (self._narrow(narrowed, name, domain) for name, domain in said.items())
        return narrowed if all(said_of_all) else None

    def _narrow(self, case: Case, name: str, domain: Domain) -> bool:
        """Adds to a case. False where nothing is left that the name could be."""
        known = case.get(name) or self._domain(name) or ANY_BOOL
        narrowed = intersection(known, domain)
        if narrowed.is_empty:
            return False
        if case.get(name) == narrowed:
            return True
        case[name] = narrowed
        return all(
            self._narrow(case, law.other, law.other_within)
            for law in self._vocabulary.laws.get(name, ())
            if is_within(narrowed, law.within)
        )

    def _is_case_within(self, case: Case, other: Case) -> bool:
        return all(
            is_within(case.get(name) or self._domain(name) or ANY_BOOL, domain)
            for name, domain in other.items()
        )


def _limited(cases: list[Case]) -> list[Case]:
    if len(cases) > MAX_CASES:
        raise TooManyCases
    return cases


def _is_truth(node: Node, vocabulary: Vocabulary) -> bool:
    """Whether the node gives true or false. It has passed its check."""
    match node:
        case Constant(value):
            return isinstance(value, bool)
        case Name(name):
            return vocabulary.variables[name].type == "true or false"
        case Conditional(_, then):
            return _is_truth(then, vocabulary)
        case Call(function):
            return function != "size"
        case _:
            return True
