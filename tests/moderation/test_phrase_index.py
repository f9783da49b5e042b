"""Words and phrases match whole, in any spelling of the spaces, whatever their number."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.moderation.normalise import Disguise, DisguiseKind, Text, fold
from service.moderation.phrase_index import PhraseIndex, fault_of, is_typed
from tests.moderation.texts import hostile, steps_during


def places(body: str, *entries: str) -> list[str]:
    return [body[match.start : match.end] for match in PhraseIndex(entries).matches(Text(body).words)]


@pytest.mark.parametrize(
    "entry, body, expected",
    [
        ("acme", "Buy Acme now", ["Acme"]),
        ("acme", "ACME's own", ["ACME"]),
        ("acme", "'acme', \u201cacme\u201d and *acme*", ["acme", "acme", "acme"]),
        ("acme", "\uff21\uff43\uff4d\uff45", ["\uff21\uff43\uff4d\uff45"]),
        ("acme", "x_acme_x", ["acme"]),
        ("acme", "acmes and pacme", []),
        ("STRASSE", "Stra\u00dfe", ["Stra\u00dfe"]),
        ("caf\u00e9", "a caf\u00e9, a CAF\u00c9", ["caf\u00e9", "CAF\u00c9"]),
        ("compan*", "A company of companies", ["company", "companies"]),
        ("compan*", "compan", ["compan"]),
        ("compan*", "accompany", []),
        ("buy followers", "buy followers", ["buy followers"]),
        ("buy followers", "Buy   followers", ["Buy   followers"]),
        ("buy followers", "buy\n\nfollowers", ["buy\n\nfollowers"]),
        ("buy followers", "buy-followers!", ["buy-followers"]),
        ("buy  followers", "buy followers", ["buy followers"]),
        ("buy followers", "buy more followers", []),
        ("buy followers", "buy", []),
        ("buy follow*", "buy following", ["buy following"]),
        ("e-mail", "an e mail, an e\u2011mail", ["e mail", "e\u2011mail"]),
        ("\u0441\u043f\u0430\u043c", "\u0421\u041f\u0410\u041c", ["\u0421\u041f\u0410\u041c"]),
    ],
)
def test_an_entry_matches(entry: str, body: str, expected: list[str]) -> None:
    assert places(body, entry) == expected


def test_the_longest_entry_at_a_place_is_the_one_reported() -> None:
    matches = PhraseIndex(["make", "make money", "make money online", "mak*", "maki*"]).matches(
        Text("make money online today, making it, mak").words
    )
    assert [match.entry for match in matches] == ["make money online", "maki*", "mak*"]


def test_two_phrases_that_overlap_are_both_found() -> None:
    assert places("one two three", "one two", "two three") == ["one two", "two three"]


def test_a_match_is_exact_where_every_word_of_it_was_typed_so() -> None:
    index = PhraseIndex(["acme corp"])
    (typed,) = index.matches(Text("acme corp").words)
    (folded,) = index.matches(Text("acme c\u043erp").words)
    assert (typed.exact, folded.exact) == (True, False)


@pytest.mark.parametrize(
    "entry, typed, expected",
    [
        ("caf\u00e9", "CAF\u00c9", True),
        ("caf\u00e9", "cafe", False),
        ("cafe", "caf\u00e9", False),
        ("\u0441\u043f\u0430\u043c", "\u0421\u041f\u0410\u041c", True),
        ("buy follow*", "Buy - following", True),
        ("buy follow*", "buy f\u043ellowing", False),
        ("buy followers", "buy  followers", True),
        ("buy followers", "followers", False),
    ],
)
def test_a_place_has_the_words_of_an_entry_letter_by_letter_or_not(
    entry: str, typed: str, expected: bool
) -> None:
    assert is_typed(entry, typed) is expected


def test_an_index_without_an_entry_is_false() -> None:
    assert not PhraseIndex([])
    assert PhraseIndex(["acme"])
    assert PhraseIndex(["acm*"])


@pytest.mark.parametrize("entry", ["acme", "acme corp", "acme*", "acme cor*", "e-mail", "3d", "\u6f22\u5b57"])
def test_an_entry_that_can_be_looked_for_has_no_fault(entry: str) -> None:
    assert fault_of(entry) is None


@pytest.mark.parametrize(
    "entry, fault",
    [
        ("", "would match nothing"),
        ("*", "would match nothing"),
        ("!?", "would match nothing"),
        ("ac*me", "at the end only"),
        ("ac* me", "at the end only"),
        ("acme**", "at the end only"),
        ("c++", "begins and ends with a letter"),
        (".net", "begins and ends with a letter"),
        ("#acme", "begins and ends with a letter"),
        ("ac*", "At least 3 letters"),
        ("the ac*", "At least 3 letters"),
        ("a" * 101, "100 is the most"),
    ],
)
def test_an_entry_that_cannot_be_looked_for_has_a_fault(entry: str, fault: str) -> None:
    assert fault in (fault_of(entry) or "")


@given(
    entry=st.lists(st.text("abc\u00df\u0130\ufb01x", min_size=1, max_size=5), min_size=1, max_size=4).map(
        " ".join
    ),
    before=st.text(" .,\n", max_size=3),
)
@settings(deadline=None)
def test_every_entry_is_found_in_itself(entry: str, before: str) -> None:
    body = before + entry
    assert fold(entry) in [fold(place) for place in places(body, entry)]


class Disguised(Text):
    """A text with these disguises, whatever it reads."""

    def __init__(self, body: str, *disguises: Disguise) -> None:
        super().__init__(body)
        self.__dict__["disguises"] = disguises


def disguised_places(text: Text, *entries: str) -> list[str]:
    matches = list(PhraseIndex(entries).disguised_matches(text))
    assert not any(match.exact for match in matches)
    return [text.body[match.start : match.end] for match in matches]


def test_a_phrase_is_found_with_one_of_its_words_disguised() -> None:
    text = Disguised("buy f0ll now", Disguise("foll", 4, 8, DisguiseKind.LEET))
    assert disguised_places(text, "buy foll now") == ["buy f0ll now"]
    assert disguised_places(text, "foll*") == ["f0ll"]
    assert disguised_places(text, "buy now") == []


def test_a_phrase_that_stands_there_as_typed_is_no_disguised_one() -> None:
    text = Disguised("buy now f0ll", Disguise("foll", 8, 12, DisguiseKind.LEET))
    assert disguised_places(text, "buy now", "foll") == ["f0ll"]


def test_letters_that_stood_apart_are_read_as_one_word_only() -> None:
    text = Disguised("b u y now", Disguise("buy", 0, 5, DisguiseKind.SPACED))
    assert disguised_places(text, "buy now") == ["b u y now"]
    assert disguised_places(text, "buy u y now") == []


def test_of_several_readings_the_one_that_an_entry_has_is_taken() -> None:
    text = Disguised(
        "so coooool, so",
        Disguise("col", 3, 10, DisguiseKind.SQUEEZED),
        Disguise("cool", 3, 10, DisguiseKind.SQUEEZED),
        Disguise("cooll", 3, 10, DisguiseKind.SQUEEZED),
    )
    assert disguised_places(text, "so cool so") == ["so coooool, so"]


def test_hidden_letters_and_split_words_are_not_read() -> None:
    text = Disguised(
        "c**l do or", Disguise("cool", 0, 4, DisguiseKind.MASKED), Disguise("door", 5, 10, DisguiseKind.SPLIT)
    )
    assert disguised_places(text, "cool", "door") == []


@pytest.mark.parametrize(
    "entries",
    [
        pytest.param([f"word{number}" for number in range(10_000)], id="words"),
        pytest.param([f"the word{number}" for number in range(10_000)], id="phrases that begin alike"),
        pytest.param([f"begin{number}*" for number in range(10_000)], id="beginnings"),
    ],
)
def test_ten_thousand_entries_take_no_more_steps_than_ten(entries: list[str]) -> None:
    words = Text(hostile("the quick fox begins the word again ")).words

    def steps(entries: list[str]) -> int:
        index = PhraseIndex(entries)
        return steps_during(lambda: list(index.matches(words)))

    assert steps(entries) <= steps(entries[:10])
    assert places(f"x {entries[-1].removesuffix('*')} x", *entries)
