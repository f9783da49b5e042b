"""The tests that a policy's rules bring along. A policy whose rules fail them cannot be used."""

from collections.abc import Callable, Collection

from service.domain.articles import ArticleMode
from service.domain.judgement import Context, Signal
from service.moderation.policy.keys import KEYS, SIGNAL_FIELDS
from service.moderation.policy.model import Policy, Rule, RuleTest
from service.moderation.policy.problems import PolicyError, quoted_problem
from service.moderation.policy.tables import Table
from service.moderation.policy.vocabulary import CONTEXT_FIELDS, COUNTS, MAX_SEVERITY, facts_of
from service.moderation.signals import SignalCode


def read_tests(rule_table: Table, rule: Rule | None) -> list[RuleTest]:
    """The tests of one rule. Those on signals are made at once, and what fails is noted as a problem."""
    tests = []
    for table in rule_table.tables("test", KEYS["rule.test"]):
        faults_before = table.fault_count
        fires = table.truth("fires")
        if not table.has("fires"):
            table.problem(None, "The test does not say whether the rule fires: write fires = true or false.")
        text = table.text("text")
        if text is not None and table.has("signals"):
            table.problem("signals", "A test gives a text or signals, not both.")
        signals = _signals(table.table("signals", list(SignalCode)))
        context = _context(table)
        # A test that cannot be read says nothing about the rule.
        if rule is None or fires is None or table.fault_count > faults_before:
            continue
        test = RuleTest(rule.id, fires, text, signals, context, *table.place("fires"))
        if text is None and (sentence := _failure(rule, test)):
            table.problem("fires", sentence)
        tests.append(test)
    return tests


def text_tests(policy: Policy) -> tuple[RuleTest, ...]:
    """The tests that only a whole judge can make: those that give a text."""
    return tuple(test for test in policy.tests if test.text is not None)


def check_text_tests(policy: Policy, rules_fired: Callable[[str, Context], Collection[str]]) -> None:
    """Makes the tests that give a text. `rules_fired` judges a text and gives the ids of the rules that
    fired. Raises PolicyError with every test that fails.
    """
    problems = []
    for test in text_tests(policy):
        fired = test.rule in rules_fired(test.text or "", test.context)
        if fired != test.fires:
            sentence = _disappointed(test)
            problems.append(quoted_problem(test.source, test.line, f"{sentence}.", test.quoted))
    if problems:
        raise PolicyError(tuple(problems))


def _failure(rule: Rule, test: RuleTest) -> str | None:
    facts = facts_of(test.signals, test.context)
    if rule.when.holds(facts) is test.fires:
        return None
    return f"{_disappointed(test)}: {'; '.join(rule.when.account(facts))}."


def _disappointed(test: RuleTest) -> str:
    if test.fires:
        return f'The rule "{test.rule}" should fire in this test and does not'
    return f'The rule "{test.rule}" should not fire in this test and does'


def _signals(table: Table) -> tuple[Signal, ...]:
    return tuple(
        signal
        for code in table.keys
        if code in list(SignalCode)
        for signal in _signals_of(code, table.table(code, SIGNAL_FIELDS))
    )


def _signals_of(code: str, table: Table) -> list[Signal]:
    """Signals with these values. What the test leaves out is the least that a signal can have."""
    exact = table.whole_number("exact_severity", 0, 0, MAX_SEVERITY)
    severity = table.whole_number("severity", max(1, exact), 1, MAX_SEVERITY)
    if severity < exact:
        table.problem("severity", "The severity is at least the exact severity, which is part of it.")
    count = table.whole_number("count", 1, 1)
    signal = Signal(code, table.share("score", 0.0), severity, exact=exact == severity, count=count)
    if 0 < exact < severity:
        return [signal, Signal(code, 0.0, exact, count=0)]
    return [signal]


def _context(table: Table) -> Context:
    """The context that a test gives. What it leaves out is nought, and the mode is auto."""
    article = table.table("article", CONTEXT_FIELDS["article"])
    counts: dict[str, int] = {}
    for group, fields in COUNTS.items():
        inner = table.table(group, CONTEXT_FIELDS[group])
        counts |= {name: inner.whole_number(field, 0, 0) for field, name in fields.items()}
    return Context(
        mode=article.choice("mode", ArticleMode) or ArticleMode.AUTO,
        section=article.text("section") or "",
        **counts,
    )
