"""The lists are consistent, and every entry is found in all the ways that its list promises."""

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from service.domain.judgement import Context
from service.moderation.detectors.lexicon import LexiconDetector
from service.moderation.lexicon import Entry, Lexicon, lexicon
from service.moderation.lexicon.entries import inflected, read_entries
from service.moderation.lexicon.forms import misspellings
from service.moderation.lexicon.index import is_worth_hiding
from service.moderation.normalise import Text
from service.moderation.phrase_index import fault_of
from tests.moderation import ROOT

LISTS = ROOT / "service" / "moderation" / "lists" / "lexicon"
GLUE = tomllib.loads((LISTS / "glue.toml").read_text("utf-8"))
OWN = sorted(
    path for path in LISTS.glob("*.toml") if path.name not in {"glue.toml", "masks.toml", "ordinary.toml"}
)
LEET = str.maketrans("aeis", "@31$")


@pytest.fixture(scope="module")
def lists() -> Lexicon:
    return lexicon()


def entries(path: Path) -> list[Entry]:
    words, phrases = read_entries(path)
    return [*words, *phrases]


def finds(typed: str, context: Context) -> bool:
    """Whether something that a moderator wants to see is found: the word, or a part that is strong alone."""
    return any(
        signal.severity > 1 for signal in LexiconDetector(allowed=()).find(Text(f"so {typed} so"), context)
    )


@pytest.mark.parametrize(
    "notation, forms",
    [("stem", ["stem"]), ("stem/s/ed", ["stem", "stems", "stemed"])],
)
def test_an_entry_stands_for_its_stem_and_for_the_stem_with_each_ending(
    notation: str, forms: list[str]
) -> None:
    assert list(inflected(notation)) == forms


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.stem)
def test_every_entry_is_written_as_a_text_is_searched(path: Path) -> None:
    assert [entry.text for entry in entries(path) if entry.text != entry.text.lower()] == []
    assert [entry.text for entry in entries(path) if fault_of(entry.text) is not None] == []
    assert {entry.group.severity for entry in entries(path)} <= {1, 2, 3, 4}


def test_no_word_stands_in_the_lists_twice() -> None:
    words = [entry.text for path in OWN for entry in read_entries(path)[0]]
    assert sorted({word for word in words if words.count(word) > 1}) == []


def test_no_word_is_both_strong_and_ordinary(lists: Lexicon) -> None:
    assert [form for form in lists.words if lists.ordinary.has(form)] == []


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.stem)
def test_every_entry_is_found_where_it_is_typed(path: Path, known_author: Context, lists: Lexicon) -> None:
    detector = LexiconDetector(allowed=())
    missed = []
    for entry in entries(path):
        typed = entry.text.removesuffix("*")
        signals = detector.find(Text(f"so {typed} so"), known_author)
        if not any(
            signal.exact and signal.code is entry.group.code and signal.severity >= entry.group.severity
            for signal in signals
        ) and not lists.ordinary.has(Text(entry.text).words[0].text):
            missed.append(entry.text)
    assert missed == []


def test_every_misspelling_of_a_word_that_is_marked_for_it_leads_to_a_strong_word(lists: Lexicon) -> None:
    marked = {form: entry for form, entry in lists.words.items() if entry.group.misspelt and len(form) > 3}
    missed = [
        misspelt
        for form in marked
        for misspelt in misspellings(form)
        if misspelt not in lists.forms and not lists.ordinary.has(misspelt)
    ]
    assert len(marked) > 100
    assert missed == []


@pytest.mark.parametrize("misspelt", ["retojed", "dejeotr", "ojter", "jtoer", "jtr", "jotr", "jotah", "jota"])
def test_a_misspelling_is_turned_round_swapped_without_vowels_or_as_it_sounds(misspelt: str) -> None:
    assert (misspelt in set(misspellings("joter"))) == (misspelt not in {"retojed", "dejeotr"})


@pytest.mark.parametrize("at", ["before", "behind"])
def test_every_glued_word_is_found_with_each_of_the_words_that_glue(lists: Lexicon, at: str) -> None:
    stems = [form for form, entry in lists.words.items() if entry.group.glued and entry.text == entry.stem]
    pairs = [
        word + stem if at == "before" else stem + word for stem in stems for word in GLUE[at]["words"].split()
    ]
    assert len(stems) > 10
    assert [pair for pair in pairs if pair not in lists.forms and not lists.ordinary.has(pair)] == []


def test_a_word_that_stands_in_no_ordinary_one_is_found_inside_any(lists: Lexicon) -> None:
    stems = [form for form, entry in lists.words.items() if entry.group.inside and entry.text == entry.stem]
    assert len(stems) > 10
    assert [stem for stem in stems if lists.inside(f"xq{stem}qx") is None] == []


def test_a_word_that_begins_no_ordinary_one_is_found_at_the_begin_of_any(lists: Lexicon) -> None:
    stems = [form for form, entry in lists.words.items() if entry.group.begins and entry.text == entry.stem]
    assert stems
    assert [stem for stem in stems if lists.inside(f"{stem}qx") is None] == []
    assert [stem for stem in stems if lists.inside(f"xq{stem}") is not None] == []


def test_an_ordinary_word_is_not_searched_for_words_inside_it(lists: Lexicon) -> None:
    assert len(lists.ordinary.words) > 100
    assert [word for word in lists.ordinary.words if lists.inside(word) is not None] == []


DISGUISES: dict[str, Callable[[str], str]] = {
    "digits and signs for letters": lambda word: word.translate(LEET),
    "a letter hidden": lambda word: word[0] + "*" + word[2:],
    "a letter repeated": lambda word: word[0] + word[1] * 4 + word[2:],
    "spaces between letters": " ".join,
    "dots between letters": ".".join,
    "cut in two": lambda word: word[:2] + "-" + word[2:],
}


@pytest.mark.parametrize("disguise", DISGUISES)
def test_a_word_that_is_looked_for_misspelt_is_found_in_every_disguise(
    disguise: str, known_author: Context, lists: Lexicon
) -> None:
    words = [
        form
        for form, entry in lists.words.items()
        if entry.group.misspelt and is_worth_hiding(entry) and len(form) > 3 and form == entry.stem
    ]
    disguised = {form: DISGUISES[disguise](form) for form in words}
    missed = [typed for form, typed in disguised.items() if typed != form and not finds(typed, known_author)]
    assert len(words) > 30
    assert missed == []
