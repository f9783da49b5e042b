"""Words keep their place in the text as typed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.moderation.normalise import Text, fold


@pytest.mark.parametrize(
    "body, expected",
    [
        ("", []),
        (" \n\t", []),
        ("Hello, World!", ["hello", "world"]),
        ('"quoted" *starred* (bracketed)', ["quoted", "starred", "bracketed"]),
        ("snake_case and kebab-case", ["snake", "case", "and", "kebab", "case"]),
        ("\uff28\uff45\uff4c\uff4c\uff4f", ["hello"]),
        ("Stra\u00dfe \ufb01ne \u0130", ["strasse", "fine", "i\u0307"]),
        ("caf\u00e9", ["caf\u00e9"]),
        ("\U0001f602lol\U0001f602", ["lol"]),
    ],
)
def test_a_text_has_these_words(body: str, expected: list[str]) -> None:
    assert [word.text for word in Text(body).words] == expected


@given(st.text(st.characters(), max_size=2_000))
@settings(deadline=None, max_examples=100)
def test_every_word_stands_where_it_says(body: str) -> None:
    end = 0
    for word in Text(body).words:
        assert end <= word.start < word.end <= len(body)
        assert fold(body[word.start : word.end]) == word.text
        end = word.end
