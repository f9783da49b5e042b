"""What is said about conditions without trying them is certain: no values contradict it."""

from collections.abc import Callable, Mapping
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.articles import ArticleMode
from service.domain.judgement import Context, Signal
from service.moderation.expressions import Expression, Value, compile_expression
from service.moderation.expressions.domains import (
    ANY_BOOL,
    ANY_TEXT,
    Domain,
    Interval,
    Members,
    intersection,
    is_within,
    truth,
)
from service.moderation.expressions.evaluation import compiled
from service.moderation.expressions.parser import parse
from service.moderation.expressions.reasoning import MAX_CASES, Reasoner
from service.moderation.policy.vocabulary import facts_of, policy_vocabulary
from service.moderation.signals import SignalCode

POINTS = [-1.0, 0.0, 0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0]
OPERATORS = ["==", "!=", "<", "<=", ">", ">="]
COMPARE: dict[str, Callable[[float, float], bool]] = {
    "==": lambda one, other: one == other,
    "!=": lambda one, other: one != other,
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
}
BOUNDS = st.tuples(st.sampled_from(OPERATORS), st.sampled_from([0.0, 0.5, 1.0, 2.0, 3.0]))


def interval(bounds: list[tuple[str, float]], whole: bool) -> Interval:
    result = Interval.between(None, None, whole=whole)
    for operator, value in bounds:
        result = result.intersection(Interval.compared(operator, value, whole=whole))
    return result


@given(st.lists(BOUNDS, max_size=4), st.booleans())
@settings(deadline=None, max_examples=200)
def test_an_interval_contains_the_numbers_that_its_comparisons_allow(
    bounds: list[tuple[str, float]], whole: bool
) -> None:
    made = interval(bounds, whole)
    for point in POINTS:
        if not whole or point.is_integer():
            allowed = all(COMPARE[operator](point, value) for operator, value in bounds)
            assert made.contains(point) is allowed
            assert not (allowed and made.is_empty)


@given(st.lists(BOUNDS, max_size=3), st.lists(BOUNDS, max_size=3), st.booleans())
@settings(deadline=None, max_examples=200)
def test_an_interval_within_another_has_no_number_of_its_own(
    bounds: list[tuple[str, float]], others: list[tuple[str, float]], whole: bool
) -> None:
    one, other = interval(bounds, whole), interval(others, whole)
    if is_within(one, other):
        assert all(other.contains(point) for point in POINTS if one.contains(point))
    assert is_within(intersection(one, other), one)
    assert is_within(one, one)


@pytest.mark.parametrize(
    "whole, bounds", [(True, [(">", 1), ("<", 2)]), (False, [(">=", 1), ("<=", 1), ("!=", 1)])]
)
def test_an_interval_without_a_number_is_empty(whole: bool, bounds: list[tuple[str, float]]) -> None:
    assert interval(bounds, whole).is_empty


MEMBERS = st.builds(Members, st.frozensets(st.sampled_from("abc")), st.booleans())


def holds(members: Members, value: str) -> bool:
    return (value in members.values) != members.inverted


@given(MEMBERS, MEMBERS)
def test_sets_of_texts_behave_as_sets(one: Members, other: Members) -> None:
    both = intersection(one, other)
    assert isinstance(both, Members)
    for value in "abcx":
        assert holds(both, value) is (holds(one, value) and holds(other, value))
        assert holds(one.complement, value) is not holds(one, value)
    assert is_within(one, other) is all(holds(other, value) for value in "abcx" if holds(one, value))
    assert is_within(both, one)
    assert both.is_empty is not any(holds(both, value) for value in "abcx")


def test_numbers_and_texts_never_meet() -> None:
    with pytest.raises(TypeError):
        intersection(ANY_TEXT, Interval.between(0, 1, whole=False))
    assert not is_within(ANY_BOOL, Interval.between(0, 1, whole=False))


# ---- whole conditions, tried on values that can really occur

ATOMS = """\
true
link.found
spam.found
link.count > 0
link.count >= 2
link.count == 3
link.count != 1
2 < link.count
link.count in [1, 2, 7]
link.severity >= 2
link.severity < 3
link.severity > link.exact_severity
link.exact_severity >= 3
link.exact_severity == 0
spam.count > 0.5
spam.severity > 1
spam.score >= 0.5
spam.score < 0.9
spam.score == 1.0
link.found == spam.found
link.found != true
article.mode == 'auto'
article.mode in ['auto', 'closed']
article.section == 'a'
article.section in ['a', 'b']
article.section.startsWith('a')
size(article.section) > 0
author.approved > author.rejected
author.approved < 2"""
SOURCES = st.recursive(
    st.sampled_from(ATOMS.splitlines()),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: "(" + " && ".join(parts) + ")"),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: "(" + " || ".join(parts) + ")"),
        inner.map(lambda part: f"!({part})"),
        st.tuples(inner, inner, inner).map(lambda parts: "({} ? {} : {})".format(*parts)),
        st.tuples(inner, inner).map(lambda parts: "(({}) == ({}))".format(*parts)),
    ),
    max_leaves=6,
)


def every_comment() -> list[Mapping[str, Value]]:
    """Facts as they come from signals and a context: a few hundred kinds of comment."""
    links = [
        (),
        ((1, True, 1),),
        ((3, True, 3),),
        ((2, False, 4),),
        ((1, True, 2), (1, False, 4)),
        ((7, True, 4),),
    ]
    spams = [(), ((0.5, 1),), ((0.95, 2),), ((1.0, 4),), ((0.0, 3),)]
    contexts = [
        Context(ArticleMode.AUTO, 0, 0),
        Context(ArticleMode.NEWCOMERS, 1, 0, "a", 5, 3),
        Context(ArticleMode.CLOSED, 9, 0, "ab", 5, 9),
        Context(ArticleMode.HOLD_ALL, 3, 0, "b"),
    ]
    comments: list[Mapping[str, Value]] = []
    for link, spam, context in product(links, spams, contexts):
        signals = [Signal("link", 0.7, severity, exact=exact, count=count) for count, exact, severity in link]
        signals += [Signal("spam", score, severity) for score, severity in spam]
        comments.append(facts_of(signals, context))
    return comments


COMMENTS = every_comment()


def read(text: str) -> Expression:
    return compile_expression(text, policy_vocabulary())


def is_constant(text: str) -> bool:
    return any(Reasoner(policy_vocabulary()).constant_parts(parse(text))) or text == "false"


CONDITIONS = SOURCES.filter(lambda text: not is_constant(text)).map(read)


@given(SOURCES)
@settings(deadline=None, max_examples=200)
def test_what_is_said_to_be_always_true_or_never_true_is_so_for_every_comment(text: str) -> None:
    tree = parse(text)
    evaluate = compiled(tree)
    cases = Reasoner(policy_vocabulary()).cases(tree)
    if cases == []:
        assert not any(evaluate(facts) for facts in COMMENTS)
    for part, outcome in Reasoner(policy_vocabulary()).constant_parts(tree):
        constant = compiled(part)
        assert all(constant(facts) is outcome for facts in COMMENTS)


@given(CONDITIONS, CONDITIONS)
@settings(deadline=None, max_examples=200)
def test_a_condition_that_is_said_to_include_another_is_true_wherever_that_is(
    one: Expression, other: Expression
) -> None:
    if one.includes(other):
        assert all(one.holds(facts) for facts in COMMENTS if other.holds(facts))


@given(CONDITIONS)
@settings(deadline=None, max_examples=200)
def test_a_condition_that_is_said_to_need_a_signal_is_never_true_without_it(expression: Expression) -> None:
    for code in ("link", "spam"):
        given_none: Mapping[str, Domain] = {f"{code}.found": truth(False)}
        if not expression.can_hold(given_none):
            assert not any(expression.holds(facts) for facts in COMMENTS if not facts[f"{code}.found"])


@pytest.mark.parametrize(
    "general, special",
    [
        ("link.found", "link.count > 3"),
        ("link.found", "link.severity >= 2 && spam.found"),
        ("link.count > 2", "link.count >= 3"),
        ("link.count >= 3", "link.count > 2"),
        ("link.severity >= 2", "link.exact_severity >= 2"),
        ("link.found || spam.found", "spam.score > 0.5"),
        ("link.found && spam.found", "spam.found && link.found"),
        ("!(link.found && spam.found)", "!link.found || !spam.found"),
        ("article.mode in ['auto', 'closed']", "article.mode == 'closed'"),
        ("article.mode != 'auto'", "article.mode in ['newcomers', 'closed']"),
        ("article.section != 'a'", "article.section == 'b'"),
        ("link.count in [1, 2, 3]", "link.count == 2"),
        ("link.found ? spam.found : contact.found", "link.found && spam.found"),
        ("true", "link.found"),
    ],
)
def test_a_condition_includes_another(general: str, special: str) -> None:
    assert read(general).includes(read(special))


@pytest.mark.parametrize(
    "one, other",
    [
        ("link.count > 3", "link.found"),
        ("link.found && spam.found", "link.found"),
        ("link.exact_severity >= 2", "link.severity >= 2"),
        ("article.section.startsWith('a')", "article.section.startsWith('b')"),
        ("link.found", "true"),
    ],
)
def test_a_condition_does_not_include_another(one: str, other: str) -> None:
    assert not read(one).includes(read(other))


def test_a_condition_with_too_many_cases_is_left_alone() -> None:
    signals = list(SignalCode)[:14]
    pairs = [
        f"({one}.found || {other}.found)" for one, other in zip(signals[::2], signals[1::2], strict=True)
    ]
    narrow, wide = read(" && ".join(pairs[:6])), read(" && ".join(pairs[:7]))
    assert narrow.cases is not None
    assert len(narrow.cases) == MAX_CASES
    assert wide.cases is None
    assert wide.includes(wide)
    assert not wide.includes(narrow)
    assert not narrow.includes(wide)
    assert wide.can_hold({f"{signals[0]}.found": truth(False)})
