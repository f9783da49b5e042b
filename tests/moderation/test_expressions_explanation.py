"""A condition says in plain words why it came out as it did."""

import pytest
from hypothesis import given, settings

from service.domain.articles import ArticleMode
from service.domain.judgement import Context, Signal
from service.moderation.expressions import compile_expression
from service.moderation.expressions.evaluation import compiled
from service.moderation.expressions.explanation import account
from service.moderation.expressions.parser import parse
from service.moderation.policy.vocabulary import facts_of, policy_vocabulary
from tests.moderation.test_expressions_reasoning import COMMENTS, SOURCES

FACTS = facts_of(
    [Signal("link", 0.5, 2, count=3), Signal("toxicity", 0.79996, 1, exact=False)],
    Context(ArticleMode.NEWCOMERS, 4, 0, "games", author_recent_count=7, author_rejected_count=2),
)


@pytest.mark.parametrize(
    "text, holds, parts",
    [
        ("link.found", True, ["link was found"]),
        ("!link.found", False, ["link was found"]),
        ("spam.found", False, ["spam was not found"]),
        ("!spam.found", True, ["spam was not found"]),
        ("link.count > 3", False, ["link.count is 3, not more than 3"]),
        ("link.count > 2", True, ["link.count is 3, more than 2"]),
        ("2 < link.count", True, ["link.count is 3, more than 2"]),
        ("link.count >= 4", False, ["link.count is 3, less than 4"]),
        ("link.count >= 3", True, ["link.count is 3, at least 3"]),
        ("link.count < 3", False, ["link.count is 3, not less than 3"]),
        ("link.count < 4", True, ["link.count is 3, less than 4"]),
        ("link.count <= 2", False, ["link.count is 3, more than 2"]),
        ("link.count <= 3", True, ["link.count is 3, at most 3"]),
        ("link.count == 4", False, ["link.count is 3, not 4"]),
        ("link.count == 3", True, ["link.count is 3"]),
        ("link.count != 3", False, ["link.count is 3"]),
        ("link.count != 4", True, ["link.count is 3, not 4"]),
        ("link.count in [1, 2]", False, ["link.count is 3, not one of 1, 2"]),
        ("link.count in [1, 3]", True, ["link.count is 3, one of 1, 3"]),
        ("toxicity.exact_severity >= 1", False, ["toxicity.exact_severity is 0, less than 1"]),
        ("spam.severity >= 2", False, ["spam was not found"]),
        ("toxicity.score >= 0.9", False, ["toxicity.score is 0.8, less than 0.9"]),
        ("toxicity.score >= 0.8", False, ["toxicity.score is 0.79996, less than 0.8"]),
        ('article.mode == "hold-all"', False, ['article.mode is "newcomers", not "hold-all"']),
        ('article.section.startsWith("g")', True, ['article.section is "games", which begins with "g"']),
        ('article.section.matches("^x")', False, ['article.section is "games", which does not match "^x"']),
        ("size(article.section) > 9", False, ["size(article.section) is 5, not more than 9"]),
        ("author.rejected > author.recent", False, ["author.rejected is 2, not more than author.recent (7)"]),
        ("link.found == spam.found", False, ["link.found is true, not spam.found (false)"]),
        ("link.found && spam.found", False, ["spam was not found"]),
        ("link.found && link.count > 2", True, ["link was found", "link.count is 3, more than 2"]),
        ("spam.found || contact.found", False, ["spam was not found", "contact was not found"]),
        ("spam.found || link.found", True, ["link was found"]),
        ("link.found && (spam.found || money.found)", False, ["spam was not found", "money was not found"]),
        ("!(link.found || spam.found)", False, ["link was found"]),
        ("link.found ? spam.found : true", False, ["link was found", "spam was not found"]),
        (
            "spam.found ? true : link.count > 5",
            False,
            ["spam was not found", "link.count is 3, not more than 5"],
        ),
        ("spam.severity > 1 || spam.count > 2", False, ["spam was not found"]),
        ("true", True, ["true is true"]),
    ],
)
def test_a_condition_says_what_made_it_true_or_false(text: str, holds: bool, parts: list[str]) -> None:
    expression = compile_expression(text, policy_vocabulary())
    assert expression.holds(FACTS) is holds
    assert list(expression.account(FACTS)) == parts


@given(SOURCES)
@settings(deadline=None, max_examples=200)
def test_every_condition_has_something_to_say_about_every_comment(text: str) -> None:
    tree = parse(text)
    for facts in COMMENTS[::17]:
        parts = account(tree, facts, policy_vocabulary())
        assert parts
        assert all(part and "{" not in part for part in parts)
        assert compiled(tree)(facts) in (True, False)
