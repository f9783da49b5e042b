"""Forms: what each sign of a form stands for, and that a form which cannot be read is named."""

from collections.abc import Callable

import pytest

from service.moderation.attacks import FormError, Grammar, load_attacks, load_stance
from service.moderation.attacks.vocabulary import Vocabulary, plural
from service.moderation.normalise import Text

VOCABULARY = Vocabulary(
    [
        {
            "words": {"COLOUR": "red green dark_blue"},
            "nouns": {"FRUIT": "apple cherry", "SIGN": "\U0001f34e"},
            "unions": {"THING": "COLOUR FRUIT"},
        }
    ]
)


def grammar(form: str) -> Grammar:
    shorthands, contractions = {"see": "i (see | saw)", "at_end": "(see >)"}, {"isee": "i see"}
    return Grammar(VOCABULARY, [{"forms": [form]}], shorthands, contractions, too_many={})


def places(form: str, body: str) -> list[str]:
    return [body[found.start : found.end] for found in grammar(form).find(body, Text(body).words)]


@pytest.mark.parametrize(
    "form, body, expected",
    [
        ("apple", "An Apple, an APPLE.", ["Apple", "APPLE"]),
        ("apple", "apples pineapple", []),
        ("FRUIT", "cherries and an apple", ["cherries", "apple"]),
        ("FRUIT_MANY", "cherries and an apple", ["cherries"]),
        ("THING", "red dark blue cherry", ["red", "dark blue", "cherry"]),
        ("COLOUR apple", "a dark blue apple", ["dark blue apple"]),
        ("COLOUR apple", "dark apple, blue apple", []),
        ("a !red apple", "a red apple, a green apple", ["a green apple"]),
        ("a !(red | green) apple", "a red apple, a green apple, a big apple", ["a big apple"]),
        ("a _ apple", "a big apple, an apple", ["a big apple"]),
        (
            "see ..2 apple",
            "see the red apple, see, apple, see it, a red apple",
            ["see the red apple", "see, apple"],
        ),
        ("see ..2 apple", "see. apple", []),
        ("see apple", "see, apple", []),
        ("see , apple", "see, apple", ["see, apple"]),
        ("< apple", "yes, apple and apple", ["apple"]),
        ("see > apple", "see. apple", ["see. apple"]),
        ("$at_end apple", "see. apple", ["see. apple"]),
        ("<< apple", "yes, apple. apple", ["apple"]),
        ("apple >", "apple pie, apple", ["apple"]),
        ("apple >>", "apple, apple!", ["apple"]),
        ("see (red | green) apple", "see red apple see green apple", ["see red apple", "see green apple"]),
        ("see red? apple", "see apple see red apple", ["see apple", "see red apple"]),
        ("see red* apple", "see red red apple", ["see red red apple"]),
        ("see red+ apple", "see apple see red apple", ["see red apple"]),
        ("$see apple", "i saw apple", ["i saw apple"]),
        ("$see apple", "isee apple", ["isee apple"]),
        ("see {apple} now", "see apple now", ["apple"]),
        ("i don t see", "I don't see, I don\u2019t see", ["I don't see", "I don\u2019t see"]),
        ("see SIGN", "see \U0001f34e", ["see \U0001f34e"]),
    ],
)
def test_a_form_finds(form: str, body: str, expected: list[str]) -> None:
    assert [found.strip() for found in places(form, body)] == expected


@pytest.mark.parametrize(
    "form", ["see (apple", "see PLANET", "see $planet", "see %", "see {red} {apple}", "(red | green)?"]
)
def test_a_form_that_cannot_be_read_is_an_error(form: str) -> None:
    with pytest.raises(FormError):
        places(form, "see red apple")


@pytest.mark.parametrize("load", [load_attacks, load_stance])
def test_every_form_of_the_tables_can_be_read(load: Callable[[], Grammar]) -> None:
    load().check()


@pytest.mark.parametrize(
    "noun, expected", [("cat", "cats"), ("fox", "foxes"), ("bully", "bullies"), ("boy", "boys")]
)
def test_the_plural_of_a_noun(noun: str, expected: str) -> None:
    assert plural(noun) == expected


def test_a_union_of_a_class_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(KeyError):
        Vocabulary([{"unions": {"THING": "PLANET"}}])
