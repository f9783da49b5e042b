"""The magazine's own regular expressions find what they say, where it stands, however they are written."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.articles import ArticleMode
from service.domain.judgement import Context, Signal, Span
from service.moderation.detectors.patterns import PatternDetector
from service.moderation.expressions.regex import MAX_CHARACTERS, Regex, RegexError
from service.moderation.normalise import Text
from service.moderation.policy import Pattern
from service.moderation.signals import MAX_SPANS

CONTEXT = Context(ArticleMode.AUTO, author_approved_count=0, author_same_text_count=0)
ORDER = Pattern("order", r"\border\s?no\.?\s?\d{6}\b", 3)
NAME = Pattern("name", "zoë|straße", 1)


def signals(body: str, *patterns: Pattern) -> tuple[Signal, ...]:
    return PatternDetector(patterns).find(Text(body), CONTEXT)


@pytest.mark.parametrize(
    "body, spans",
    [
        ("My order no. 123456 is late", [(3, 19)]),
        ("ORDER NO 123456, Order no.654321", [(0, 15), (17, 32)]),
        ("order no 1234567", []),
        ("Ünïcödé 😀 order no 123456", [(10, 25)]),
        ("", []),
    ],
)
def test_a_pattern_is_found_where_it_stands_in_the_text_as_typed(
    body: str, spans: list[tuple[int, int]]
) -> None:
    found = [(span.start, span.end) for signal in signals(body, ORDER) for span in signal.spans]
    assert found == spans


def test_all_patterns_give_one_signal_as_grave_as_the_gravest_that_matched() -> None:
    (signal,) = signals("ZOË: order no 123456, Straße", NAME, ORDER, Pattern("never", "qqq", 4))
    assert signal == Signal(
        "pattern",
        1.0,
        3,
        (Span(0, 3), Span(5, 20), Span(22, 28)),
        "name, order",
        exact=True,
        count=3,
    )


def test_without_patterns_nothing_is_found() -> None:
    assert signals("order no 123456") == ()


def test_matches_without_a_character_are_left_out() -> None:
    assert signals("aaa", Pattern("empty", "x*", 2)) == ()


def test_no_more_matches_are_counted_than_a_signal_can_show() -> None:
    (signal,) = signals("a" * 5_000, Pattern("letter", "a", 2))
    assert (len(signal.spans), signal.count) == (MAX_SPANS, MAX_SPANS)


def test_the_version_follows_from_the_patterns() -> None:
    versions = [
        PatternDetector(patterns).version for patterns in ([ORDER], [ORDER], [NAME], [ORDER, NAME], [])
    ]
    assert versions[0] == versions[1]
    assert len(set(versions)) == 4


@pytest.mark.parametrize(
    "regex, sentence",
    [
        ("(a", "RE2 cannot read the regular expression: missing ): (a."),
        (r"(a)\1", r"invalid escape sequence: \1."),
        ("a(?=b)", "invalid perl operator: (?=."),
        ("a{1001}", "invalid repetition size: {1001}."),
        ("(?:.{0,200}x){5}", "it repeats too much"),
        ("a" * (MAX_CHARACTERS + 1), "at most 1000 characters"),
    ],
)
def test_what_could_be_slow_or_is_no_regular_expression_is_refused(regex: str, sentence: str) -> None:
    with pytest.raises(RegexError) as caught:
        Regex(regex)
    assert sentence in str(caught.value)


HOSTILE_REGEXES = [
    r"(x+x+)+y",
    r"(a|a)*$b",
    r"(?:.{0,13}x){3}q",
    r"(?:.?){40}q",
    r"x.{40}q",
    r"(.*)(.*)(.*)(.*)q$",
]


@pytest.mark.parametrize("regex", HOSTILE_REGEXES)
@pytest.mark.parametrize("unit", ["x", "ä", "ab x", "xy b\n"])
def test_no_accepted_pattern_takes_longer_than_in_proportion_to_the_text(regex: str, unit: str) -> None:
    """A backtracking engine needs years for some of these; RE2 needs some 20 ms at worst."""
    compiled = Regex(regex, ignore_case=True)
    body = (unit * 10_000)[:10_000]
    started = time.process_time()
    compiled.spans(body, MAX_SPANS)
    assert time.process_time() - started < 1.0


@given(st.text("abä😀 \n", max_size=30), st.sampled_from(["a", "ä+", "b|😀", "a.b", "^a", "."]))
@settings(deadline=None)
def test_the_spans_of_a_pattern_are_characters_of_the_text(body: str, regex: str) -> None:
    for start, end in Regex(regex).spans(body, MAX_SPANS):
        assert 0 <= start < end <= len(body)
        assert Regex(f"^(?:{regex.lstrip('^')})$").found_in(body[start:end])


def test_the_bound_on_a_pattern_is_one_that_ordinary_ones_keep() -> None:
    words = "|".join(f"word{number}" for number in range(90))
    assert Regex(words, ignore_case=True).found_in("a WORD77 here")
    assert Regex(r"\bcheap\s+\w{1,20}\s+here\b.{0,15}!").found_in("a cheap thing here, look!")
