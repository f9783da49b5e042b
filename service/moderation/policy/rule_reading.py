"""Reads the rules of a policy document."""

from collections.abc import Iterator

from service.domain.reasons import ReasonCode
from service.domain.states import Action
from service.moderation.expressions import Expression, ExpressionError, compile_expression
from service.moderation.policy.keys import KEYS
from service.moderation.policy.model import ID, RESERVED_REASONS, STRICTNESS, Rule, RuleTest
from service.moderation.policy.rule_tests import read_tests
from service.moderation.policy.tables import Table
from service.moderation.policy.vocabulary import policy_vocabulary

_IF_NONE = "A policy without a [[rule]] would publish everything. Write at least one."


def read_rules(top: Table) -> tuple[tuple[Rule, ...], tuple[RuleTest, ...]]:
    """The document's rules and their tests, in its order."""
    rules: list[tuple[Table, Rule]] = []
    tests: list[RuleTest] = []
    ids: set[str] = set()
    for table in top.tables("rule", KEYS["rule"], _IF_NONE):
        rule = _rule(table, ids)
        tests += read_tests(table, rule)
        if rule is not None:
            rules.append((table, rule))
    for table, sentence in _useless(rules):
        table.problem("id", sentence)
    return tuple(rule for _, rule in rules), tuple(tests)


def _rule(table: Table, ids: set[str]) -> Rule | None:
    """The rule, or None where too little of it is right to compare it with others. Adds to the ids."""
    for needed in ("id", "when", "verdict"):
        if not table.has(needed):
            table.problem(None, f'The rule has no "{needed}".')
    name = table.text("id")
    if name is not None and not ID.fullmatch(name):
        table.problem("id", "An id is 1 to 64 letters, digits, hyphens and underscores.")
    if name in ids:
        table.problem("id", f'There is another rule with the id "{name}" above.')
    ids.add(name or "")
    when = _condition(table)
    verdict = table.choice("verdict", Action)
    reason = table.choice("reason", [code for code in ReasonCode if code not in RESERVED_REASONS])
    message = table.text("message")
    if verdict is not None and verdict is not Action.APPROVE and not table.has("reason"):
        table.problem("verdict", f'A rule that says "{verdict}" needs a reason: the author is told why.')
    if verdict is Action.APPROVE and (table.has("reason") or table.has("message")):
        table.problem("verdict", "A rule that approves gives no reason and no message. Take them out.")
    if name is None or when is None or verdict is None:
        return None
    return Rule(name, when, verdict, reason, message)


def _condition(table: Table) -> Expression | None:
    text = table.written("when")
    if text is None:
        return None
    try:
        return compile_expression(text, policy_vocabulary())
    except ExpressionError as error:
        for fault in error.faults:
            table.problem_inside("when", fault.at, fault.sentence)
        return None


def _useless(rules: list[tuple[Table, Rule]]) -> Iterator[tuple[Table, str]]:
    """The rules that change nothing, because another one fires wherever they do."""
    for number, (table, rule) in enumerate(rules):
        for other_number, (_, other) in enumerate(rules):
            where = "above" if other_number < number else "below"
            if number == other_number or not _comes_first(other, rule, where):
                continue
            said = _overlap(rule, other)
            if said:
                yield table, f'The rule "{rule.id}" adds nothing: "{other.id}" {where} {said}.'
                break


def _comes_first(other: Rule, rule: Rule, where: str) -> bool:
    """Whether the other one's verdict and reason come first where both rules fire."""
    stricter = STRICTNESS[other.verdict] - STRICTNESS[rule.verdict]
    return stricter > 0 or (stricter == 0 and where == "above")


def _overlap(rule: Rule, other: Rule) -> str | None:
    """How the other rule, which comes first, makes this one useless, if it certainly does.

    A rule with a reason of its own still tells the author something where another one fires too, unless
    both always fire together.
    """
    if rule.when == other.when:
        return "has the same conditions"
    if not other.when.includes(rule.when):
        return None
    if rule.when.includes(other.when):
        return "has the same conditions in other words"
    if rule.verdict is Action.APPROVE or rule.reason is other.reason:
        return "fires wherever it does, and is at least as strict"
    return None
