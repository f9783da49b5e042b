"""Expressions mean what they mean in CEL: the same answers as another implementation, written in Rust.

Two differences are on purpose, and are left out of the comparison: `size` counts code points, as the
specification says (the other counts bytes), and whole numbers beyond 2^53 are compared with others exactly.
"""

from collections.abc import Mapping
from typing import Any

import cel
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.moderation.expressions import (
    ExpressionError,
    Type,
    Value,
    Variable,
    Vocabulary,
    compile_expression,
)
from service.moderation.expressions.checking import check
from service.moderation.expressions.evaluation import compiled, steps_of
from service.moderation.expressions.parser import MAX_CHARACTERS, MAX_DEPTH, TEXT_FUNCTIONS, parse
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
    render,
)

NAMES = {
    "link.found": Type.BOOL,
    "link.count": Type.INT,
    "toxicity.score": Type.DOUBLE,
    "article.section": Type.STRING,
    "author.known": Type.BOOL,
    "author.approved": Type.INT,
    "author.name": Type.STRING,
    "spam.score": Type.DOUBLE,
}
VOCABULARY = Vocabulary({name: Variable(name, type_) for name, type_ in NAMES.items()})

WHOLE = st.integers(-3, 6) | st.integers(-(2**53), 2**53)
DOUBLES = st.sampled_from([0.0, 0.5, 1.0, 2.0, -1.5, 1e300, 1e-9]) | st.floats(-10, 10)
TEXTS = st.text("ab.N \"'\\\n", max_size=4)
PATTERNS = st.sampled_from(["", "a", "^a", "b$", "a+b*", "[ab]{2}", "(a|N)b", "\\.", "^$", "(?i)n"])
VALUES: dict[Type, st.SearchStrategy[Any]] = {
    Type.BOOL: st.booleans(),
    Type.INT: WHOLE,
    Type.DOUBLE: DOUBLES,
    Type.STRING: TEXTS,
}
FACTS = st.fixed_dictionaries({name: VALUES[type_] for name, type_ in NAMES.items()})
NUMBERS = [Type.INT, Type.DOUBLE]


def names_of(wanted: Type) -> st.SearchStrategy[Node]:
    return st.sampled_from([Name(name) for name, type_ in NAMES.items() if type_ is wanted])


def leaves(wanted: Type) -> st.SearchStrategy[Node]:
    return names_of(wanted) | VALUES[wanted].map(Constant)


def values(wanted: Type, conditions: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """Expressions of a type that is no truth value."""
    plain = leaves(wanted)
    if wanted is Type.INT:
        plain |= st.builds(Call, st.just("size"), leaves(Type.STRING))
    return plain | st.builds(Conditional, conditions, plain, plain)


def comparisons(conditions: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    numbers = st.one_of([values(kind, conditions) for kind in NUMBERS])
    texts = values(Type.STRING, conditions)
    order = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
    equality = st.sampled_from(["==", "!="])
    constants = [st.lists(VALUES[kind].map(Constant), max_size=3).map(tuple) for kind in NUMBERS]
    number_lists = st.one_of(constants).map(Listing)
    text_lists = st.lists(TEXTS.map(Constant), max_size=3).map(lambda items: Listing(tuple(items)))
    return st.one_of(
        st.builds(Comparison, order, numbers, numbers),
        st.builds(Comparison, order, texts, texts),
        st.builds(Comparison, equality, conditions, conditions),
        st.builds(Comparison, st.just("in"), numbers, number_lists),
        st.builds(Comparison, st.just("in"), texts, text_lists),
        st.builds(Call, st.sampled_from(["startsWith", "endsWith", "contains"]), texts, texts),
        st.builds(Call, st.just("matches"), texts, PATTERNS.map(Constant)),
    )


def joined(conditions: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    parts = st.lists(conditions, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        st.builds(And, parts),
        st.builds(Or, parts),
        st.builds(Not, conditions),
        st.builds(Conditional, conditions, conditions, conditions),
        comparisons(conditions),
    )


CONDITIONS = st.recursive(leaves(Type.BOOL), joined, max_leaves=8)


def ours(text: str, facts: Mapping[str, Value]) -> Value:
    tree = parse(text)
    check(tree, VOCABULARY)
    return compiled(tree)(facts)


def theirs(text: str, facts: Mapping[str, Value]) -> Any:
    nested: dict[str, Any] = {}
    for name, value in facts.items():
        group, _, field = name.partition(".")
        nested.setdefault(group, {})[field] = value
    return cel.evaluate(text, nested)


@given(CONDITIONS, FACTS)
@settings(deadline=None, max_examples=400)
def test_a_condition_is_true_here_where_it_is_true_in_cel(tree: Node, facts: dict[str, Value]) -> None:
    text = render(tree)
    assert ours(text, facts) is theirs(text, facts)


@given(CONDITIONS)
@settings(deadline=None, max_examples=300)
def test_a_condition_written_out_and_read_again_is_the_same(tree: Node) -> None:
    text = render(tree)
    assert render(parse(text)) == text
    assert parse(render(parse(text))) == parse(text)


SIGNS = "( ) ! ? : , - [ ] && || == != < <= > >= in true false 1 0 2.5 -1 [1,2] 'a' r'\\d' 1e1 0x1f .5 size("
ENDINGS = [".startsWith(", ".matches('a')", ".size()", " // note\n"]
TOKENS = st.sampled_from([*SIGNS.split(), *NAMES, *ENDINGS])


@given(st.lists(TOKENS, min_size=1, max_size=9), CONDITIONS, st.integers(0, 80), FACTS)
@settings(deadline=None, max_examples=600)
def test_whatever_is_accepted_here_is_accepted_by_cel_with_the_same_answer(
    inserted: list[str], tree: Node, at: int, facts: dict[str, Value]
) -> None:
    whole = render(tree)
    for text in (
        " ".join(inserted),
        whole[:at] + " ".join(inserted[:2]) + whole[at:],
        whole[:at] + whole[at + 1 :],
    ):
        try:
            answer = ours(text, facts)
        except ExpressionError:
            continue
        assert answer is theirs(text, facts), text


ESCAPED = r"""\n \t \\ \' \" \? \` \x41 \u00e9 \U0001F600 \101 \q \8 \400 \x4 \uD800 \ """
PIECES = st.sampled_from([*ESCAPED.split(), *"aé😀'\"/ \n", "''", '""'])
QUOTES = st.sampled_from(["'", '"', "'''", '"""', "r'", 'r"', "R'''", 'r"""'])


@given(QUOTES, st.lists(PIECES, max_size=5).map("".join))
@settings(deadline=None, max_examples=600)
def test_a_text_in_quotes_is_read_as_in_cel(opening: str, content: str) -> None:
    text = f"{opening}{content}{opening.lstrip('rR')}"
    try:
        expected = cel.evaluate(text, {})
    except ValueError:
        with pytest.raises(ExpressionError):
            parse(text)
        return
    assert parse(text) == Constant(expected)


@pytest.mark.parametrize(
    "text, value",
    [
        ("1", 1),
        ("-1", -1),
        ("- 1", -1),
        ("007", 7),
        ("0x1F", 31),
        ("-0x10", -16),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("1E+3", 1000.0),
        ("2.5e-1", 0.25),
        ("9223372036854775807", 2**63 - 1),
        ("-9223372036854775808", -(2**63)),
        ("true // yes", True),
        ("(((false)))", False),
    ],
)
def test_a_constant_is_read_as_in_cel(text: str, value: Value) -> None:
    assert parse(text) == Constant(value)
    assert cel.evaluate(text, {}) == value


@pytest.mark.parametrize(
    "text, expected",
    [
        ("true || false && false", True),
        ("(true || false) && false", False),
        ("!false && false", False),
        ("!(false && false)", True),
        ("1 < 2 ? false : true", False),
        ("false ? true : false ? false : true", True),
        ("1 == 1.0", True),
        ("1 in [0.5, 1.0]", True),
        ("1.0 in [1]", True),
        ("1 in []", False),
        ("1 in [1, 2,]", True),
        ("'b' > 'a'", True),
        ("'\\uFFFF' < '😀'", True),
        ("-1 < 0", True),
        ("size('abc') == 3", True),
        ("'abc'.size() == 3", True),
        ("'abc'.matches('b')", True),
        ("'abc'.matches('^b')", False),
        ("'ABC'.matches('(?i)b')", True),
        ("'abc'.startsWith('')", True),
        ("'abc'.contains('bc') && 'abc'.endsWith('bc')", True),
    ],
)
def test_a_condition_means(text: str, expected: bool) -> None:
    assert ours(text, {}) is expected
    assert theirs(text, {}) is expected


@pytest.mark.parametrize("operator", MIRRORED)
@pytest.mark.parametrize("value", ["2", "3", "4", "2.5", "3.0"])
def test_a_comparison_may_have_its_constant_on_either_side(operator: str, value: str) -> None:
    facts: dict[str, Value] = {"link.count": 3}
    for text in (f"link.count {operator} {value}", f"{value} {operator} link.count"):
        assert ours(text, facts) is theirs(text, facts)


def test_the_size_of_a_text_is_its_number_of_characters_as_the_specification_says() -> None:
    assert ours("size('é😀') == 2", {}) is True


def test_whole_numbers_are_compared_exactly_with_other_numbers() -> None:
    assert ours("9007199254740993 == 9007199254740992.0", {}) is False


@pytest.mark.parametrize(
    "unit", ["(", "[", "!", "true ? true : ", "'a'.contains(", "size(", "-", "a.", ".size()"]
)
def test_an_expression_cannot_be_nested_so_deep_that_reading_it_fails(unit: str) -> None:
    for times in (MAX_DEPTH + 1, 150, 10_000):
        with pytest.raises(ExpressionError):
            parse(unit * times + "true")


def test_brackets_stand_inside_each_other_up_to_the_bound() -> None:
    depth = MAX_DEPTH - 1
    assert ours("(" * depth + "true" + ")" * depth, {}) is True
    assert ours("!" * depth + "true", {}) is (depth % 2 == 0)


def test_an_expression_has_a_bound_on_its_length() -> None:
    longest = "true" + " " * (MAX_CHARACTERS - 4)
    assert ours(longest, {}) is True
    with pytest.raises(ExpressionError, match="at most 2000 characters"):
        parse(longest + " ")


@given(CONDITIONS, FACTS)
@settings(deadline=None, max_examples=200)
def test_no_evaluation_takes_more_steps_than_was_said_when_it_was_read(
    tree: Node, facts: dict[str, Value]
) -> None:
    looked_up = 0

    class Counting(dict[str, Value]):
        def __getitem__(self, name: str) -> Value:
            nonlocal looked_up
            looked_up += 1
            return super().__getitem__(name)

    compiled(tree)(Counting(facts))
    names = sum(render(tree).count(name) for name in NAMES)
    assert looked_up <= names <= steps_of(tree) <= len(render(tree))


def test_the_steps_of_the_longest_expression_are_bounded_by_its_length() -> None:
    parts = " && ".join(["link.found"] * 142)
    assert len(parts) <= MAX_CHARACTERS
    expression = compile_expression(parts, VOCABULARY)
    assert expression.steps == 143
    assert expression.holds(dict.fromkeys(NAMES, True)) is True


def test_two_expressions_that_say_the_same_are_equal_whatever_their_layout() -> None:
    one = compile_expression("link.found&&!(author.known)// note", VOCABULARY)
    other = compile_expression("(link.found)\n  && !author.known", VOCABULARY)
    assert one == other
    assert str(one) == "link.found && !author.known"
    assert one.names == {"link.found", "author.known"}


def test_one_and_true_are_different_constants() -> None:
    assert parse("1") != parse("true")
    assert parse("1") != parse("1.0")


def test_every_function_on_texts_is_compared_with_cel() -> None:
    assert set(TEXT_FUNCTIONS) == {"startsWith", "endsWith", "contains", "matches"}
