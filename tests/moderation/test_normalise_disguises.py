"""Disguises: what they may be meant to read, and that ordinary texts have none that matters."""

import pytest

from service.moderation.normalise import Text
from service.moderation.normalise.disguises import MAX_DISGUISES
from service.moderation.normalise.quotes import MAX_QUOTED_CHARACTERS
from tests.moderation.test_normalise import DATA, rows_of


@pytest.mark.parametrize("body, word, typed", rows_of("disguised"))
def test_a_disguised_word_is_offered_where_it_was_typed(body: str, word: str, typed: str) -> None:
    assert (word, typed) in {(d.text, body[d.start : d.end]) for d in Text(body).disguises}


@pytest.mark.parametrize("body, taken_for", [row for rows in DATA["ordinary"].values() for row in rows])
def test_an_ordinary_text_offers_nothing_else(body: str, taken_for: list[str]) -> None:
    assert {disguise.text for disguise in Text(body).disguises} == set(taken_for)


def test_there_are_more_than_twenty_kinds_of_disguise_in_the_table() -> None:
    assert len(DATA["hidden"]) + len(DATA["disguised"]) >= 20


@pytest.mark.parametrize(
    "body, quoted",
    [
        ("nobody quotes anything", []),
        ('he said "what a day" and left', ["what a day"]),
        ("he said \u201cwhat a day\u201d", ["what a day"]),
        ("er sagte \u201ewas f\u00fcr ein Tag\u201c", ["was f\u00fcr ein Tag"]),
        ("il a dit \u00ab quel jour \u00bb", ["quel jour"]),
        ("han sagde \u00bbsikke en dag\u00ab", ["sikke en dag"]),
        ("han sa \u201dvilken dag\u201d", ["vilken dag"]),
        ("\u300c\u3044\u3044\u65e5\u300d", ["\u3044\u3044\u65e5"]),
        ("he said &quot;what a day&quot;", ["what a day"]),
        ("he said 'what a day' and left", ["what a day"]),
        ("he said \u2018what a day, isn\u2019t it\u2019", ["what a day, isn\u2019t it"]),
        ("the dogs' bowl isn't the cat's, it's John's", []),
        ("rock 'n' roll in the '90s, tell 'em", []),
        ('"one" or "two"', ["one", "two"]),
        ('a 15" screen and a 13" one', []),
        ('he said "she said \u2018no\u2019 to me"', ["she said \u2018no\u2019 to me", "no"]),
        ('an open " mark', []),
        ('""', []),
        ('"' + "long " * MAX_QUOTED_CHARACTERS + '"', []),
        ("> what you wrote\nwhat I answer", ["what you wrote"]),
        (">what you wrote\r\n> > and before\r\nmine", ["what you wrote", "and before"]),
        ("&gt; what you wrote", ["what you wrote"]),
        ("x > 5\n>= 6\n>:( no\n->\n>", []),
    ],
)
def test_a_text_quotes_this(body: str, quoted: list[str]) -> None:
    assert [body[span.start : span.end] for span in Text(body).quoted] == quoted


def test_a_text_with_too_many_disguises_says_so() -> None:
    text = Text("f**k " * MAX_DISGUISES)
    assert text.is_overloaded
    assert len(text.disguises) <= MAX_DISGUISES
    assert not Text("f**k " * 100).is_overloaded
