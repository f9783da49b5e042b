"""What is wrong with a condition is said in plain words, in its place, and all at once."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.moderation.expressions import ExpressionError, compile_expression
from service.moderation.policy.vocabulary import policy_vocabulary

WRITTEN = "link .found .count ( ) [ ] && || ! == < - ? : 'auto' 1 .size() size( .matches( '(' r' , //"
PIECES = [*WRITTEN.split(), " in ", " ", '"', "\\", "\n"]


def faults(text: str) -> list[tuple[int, str]]:
    with pytest.raises(ExpressionError) as caught:
        compile_expression(text, policy_vocabulary())
    return [(fault.at, fault.sentence) for fault in caught.value.faults]


@pytest.mark.parametrize(
    "text, at, sentence",
    [
        # reading
        ("", 0, "The condition is empty. Write true for a rule that always fires."),
        ("  // nothing", 12, "The condition is empty."),
        (
            "link.found &&",
            13,
            "Here the condition ends where a name, a number, a text or a bracket is expected.",
        ),
        ("(link.found", 11, "Here the condition ends where ) is expected."),
        ("link.found)", 10, 'Here ")" stands where && or || or the end is expected.'),
        ("link.found link.found", 11, 'Here "link" stands where && or || or the end is expected.'),
        ("link.count > 2 'a'", 15, "Here 'a' stands where && or || or the end is expected."),
        ("link.found and spam.found", 11, "Write && for and."),
        ("link.found or spam.found", 11, "Write || for or."),
        ("not link.found", 0, "Write ! for not."),
        ("link.found == True", 14, "Write true."),
        ("link.found & spam.found", 11, "Write && for and."),
        ("link.count = 2", 11, "Write == to compare two things."),
        ("link.count + 1 > 2", 11, "Conditions do not calculate"),
        ("0 < link.count < 3", 15, "Compare two things at a time, with && or brackets between."),
        ("-link.count < 3", 1, "A minus sign stands before a number only."),
        ("article.section == “news”", 19, 'Write straight quotation marks: "text".'),
        ('article.section == "news', 19, "The text is not closed: a quotation mark is missing."),
        (
            r'article.section.matches("\d")',
            24,
            'Write \\\\ for a backslash, or an r before the text: r"\\d".',
        ),
        (r'article.section == "\uD800"', 19, "There is no character \\uD800."),
        ("link.count > 99999999999999999999", 13, "99999999999999999999 is too large a number."),
        ("spam.score > 1e999", 13, "1e999 is too large a number."),
        ("link.found ; true", 11, "The sign ; has no meaning here."),
        ("article.mode in {1}", 16, "A list stands in square brackets: [1, 2]."),
        ("null", 0, "The word null has no meaning in a condition."),
        (
            "matches(article.section)",
            0,
            'Write matches behind the text that is asked: article.section.matches("x").',
        ),
        ("lower(article.section)", 0, "There is no function lower(...); there is size(...)."),
        ("article.section.lower() == 'x'", 16, "There is no function lower; there are size, startsWith"),
        ("'a'.found", 4, "found is no part of what stands before it."),
        # names
        ("lnik.found", 0, 'There is nothing called "lnik". Did you mean "link"?'),
        ("qqqq.found", 0, 'There is nothing called "qqqq".'),
        ("link.cuont > 1", 0, 'Did you mean "count"?'),
        ("link.count.more > 1", 0, '"link" has no "count.more"; it has found, count, score'),
        ("link", 0, '"link" alone is neither true nor false: write link.found. There are also link.count,'),
        ("spam.found && !link", 15, '"link" alone is neither true nor false: write link.found.'),
        (
            "article.mode == 'hold_all'",
            16,
            'article.mode is never "hold_all"; it is one of "auto", "newcomers"',
        ),
        ("article.mode == 'hold_all'", 16, 'Did you mean "hold-all"?'),
        ("'hold_all' != article.mode", 0, 'Did you mean "hold-all"?'),
        ("article.mode in ['auto', 'newcomer']", 25, 'Did you mean "newcomers"?'),
        # types
        (
            "link.count",
            0,
            "A condition is true or false; link.count is a whole number. Compare it: link.count > 0, say.",
        ),
        ("'link'", 0, 'A condition is true or false; "link" is a text.'),
        ("link.count && spam.found", 0, '"&&" joins what is true or false; link.count is a whole number.'),
        ("spam.found || spam.score", 14, '"||" joins what is true or false; spam.score is a number.'),
        ("!link.count", 1, "Only what is true or false can be negated"),
        ("link.count == '2'", 0, 'link.count is a whole number and "2" is a text: they cannot be compared.'),
        (
            "link.found == 1",
            0,
            "link.found is true or false and 1 is a whole number: they cannot be compared.",
        ),
        ("link.found > spam.found", 0, '">" compares numbers or texts, not what is true or false.'),
        ("link.count in [1, 'a']", 0, 'link.count is a whole number and "a" is a text'),
        ("link.count in 3", 14, 'Behind the word in stands a list: ["one", "two"].'),
        ("link.count in [spam.count]", 15, "A list holds texts and numbers only."),
        ("[1] == [1]", 0, "A list stands behind the word in"),
        (
            "link.count ? true : false",
            0,
            'What stands before "?" is true or false; link.count is a whole number.',
        ),
        (
            "link.found ? true : 1",
            0,
            'Both sides of ":" are of one kind; here true or false and a whole number.',
        ),
        ("link.count.size() > 1", 0, "size asks about a text; link.count is a whole number."),
        ("size(link.count) > 1", 5, "size asks about a text; link.count is a whole number."),
        ("article.section.startsWith(1)", 27, "startsWith looks for a text; 1 is a whole number."),
        # regular expressions
        ("article.section.matches(article.section)", 24, "The regular expression stands in quotation marks"),
        ("article.section.matches('(a')", 24, "RE2 cannot read the regular expression: missing ): (a."),
        (
            "article.section.matches('a(?=b)')",
            24,
            "RE2 cannot read the regular expression: invalid perl operator",
        ),
        ("article.section.matches('(?:.{0,200}x){5}')", 24, "it repeats too much"),
    ],
)
def test_a_mistake_is_named_in_its_place(text: str, at: int, sentence: str) -> None:
    found = [said for place, said in faults(text) if place == at]
    assert any(sentence in said for said in found), faults(text)


def test_all_mistakes_in_names_and_types_are_named_together() -> None:
    text = "foo.bar && lnik.count > 3 && article.mode == 'x' && link.found == 1"
    assert [at for at, _ in faults(text)] == [0, 11, 45, 52]


def test_one_mistake_is_named_once() -> None:
    for text in (
        "lnik.count > 3",
        "lnik.count in [1]",
        "!lnik",
        "lnik ? lnak : 1",
        "lnik == 'x'",
        "size(lnik) > 1",
    ):
        assert len({said.partition(".")[0] for _, said in faults(text)}) == len(faults(text))
    assert len(faults("lnik.count > 3")) == 1
    assert len(faults("size(lnik.x) > 1")) == 1


@pytest.mark.parametrize(
    "text, at, sentence",
    [
        ("false", 0, "A rule on false never fires. To switch a rule off, write # before each of its lines."),
        ("spam.score > 1.0", 0, "never true: spam.score > 1.0. (spam.score runs from 0 to 1.)"),
        ("spam.found && spam.score > 1.0", 14, "never true: spam.score > 1.0."),
        ("link.severity >= 5", 0, "(link.severity runs from 0 to 4.)"),
        ("link.severity == 2.5", 0, "never true"),
        ("link.count < 0", 0, "(link.count is 0 or more.)"),
        ("0 > link.count", 0, "never true"),
        ("link.count >= 0", 0, "always true: link.count >= 0."),
        ("link.count != -1", 0, "always true"),
        ("link.count > -1 || spam.found", 0, "always true"),
        (
            "link.severity >= 3 && link.severity < 2",
            0,
            "never true: link.severity >= 3 && link.severity < 2.",
        ),
        ("spam.found && (link.count > 3 && link.count < 4)", 15, "never true"),
        ("link.count > 3 && !(link.count > 2)", 0, "never true"),
        ("!link.found && link.count > 2", 0, "never true"),
        ("link.found && link.count == 0", 0, "never true"),
        ("link.severity == 2 && link.exact_severity == 3", 0, "never true"),
        ("spam.score > 0.5 && spam.severity == 0", 0, "never true"),
        ("link.found && !link.found", 0, "never true"),
        ("link.found || !link.found", 0, "always true"),
        ("link.found == link.found", 0, "always true"),
        ("link.count in []", 0, "never true"),
        ("link.count in [-1, 1.5]", 0, "never true"),
        ("article.mode in ['auto', 'newcomers', 'hold-all', 'closed']", 0, "always true"),
        ("article.mode == 'auto' && article.mode == 'closed'", 0, "never true"),
        ("article.section == 'a' && article.section in ['b', 'c']", 0, "never true"),
        ("article.section == 'a' && !(article.section != 'b')", 0, "never true"),
        ("size(article.section) < 0", 0, "never true"),
        ("article.section.matches('a') && !article.section.matches('a')", 0, "never true"),
        ("1 > 2", 0, "never true"),
        ("'a' in ['a']", 0, "always true"),
        ("link.found ? spam.severity > 4 : true", 13, "never true"),
        ("spam.score >= 0.5 && spam.score <= 0.5 && spam.score != 0.5", 0, "never true"),
        ("link.count > 1 && link.count < 5 && !(link.count in [2, 3, 4])", 0, "never true"),
    ],
)
def test_what_can_never_be_true_or_never_be_false_is_refused(text: str, at: int, sentence: str) -> None:
    ((place, said), *_) = faults(text)
    assert place == at
    assert sentence in said


@given(st.text(max_size=30) | st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@settings(deadline=None, max_examples=500)
def test_whatever_is_written_is_a_condition_or_is_refused_with_a_place_and_a_sentence(text: str) -> None:
    try:
        expression = compile_expression(text, policy_vocabulary())
    except ExpressionError as error:
        refused = error.faults
    else:
        assert expression.steps > 0
        return
    assert refused
    for fault in refused:
        assert 0 <= fault.at <= len(text)
        assert fault.sentence.rstrip(")").endswith((".", "?")), fault.sentence


@pytest.mark.parametrize(
    "text",
    [
        "true",
        "spam.score >= 1.0",
        "spam.score > 0.999",
        "link.severity >= 4",
        "link.count == 0",
        "!link.found",
        "link.severity >= 3 && link.severity < 4",
        "link.severity > link.exact_severity",
        "blocked_word.found && blocked_word.exact_severity == 0",
        "article.section != '' && article.section != 'a'",
        "author.rejected > author.approved",
        "link.found == spam.found",
        "article.section.startsWith('a') && !article.section.startsWith('ab')",
        "link.found && true",
    ],
)
def test_what_may_be_true_and_may_be_false_is_accepted(text: str) -> None:
    assert compile_expression(text, policy_vocabulary()).steps >= 1
