"""A text's words: what they are, and whether they were typed so."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from service.domain.judgement import Span
from service.moderation.normalise import Text, Word, fold, words_of

DATA = tomllib.loads(Path(__file__).with_name("data").joinpath("disguises.toml").read_text("utf-8"))


def rows_of(group: str) -> list[tuple[str, str, str]]:
    return [tuple(row) for rows in DATA[group].values() for row in rows]


@pytest.mark.parametrize(
    "body, expected",
    [
        ("", []),
        (" \n\t", []),
        ("Hello, World!", ["hello", "world"]),
        ('"quoted" *starred* (bracketed)', ["quoted", "starred", "bracketed"]),
        ("snake_case and kebab-case", ["snake", "case", "and", "kebab", "case"]),
        ("you're, don't, rock'n'roll", ["you", "re", "don", "t", "rock", "n", "roll"]),
        ("\uff28\uff45\uff4c\uff4c\uff4f", ["hello"]),
        ("Stra\u00dfe \ufb01ne \u0130", ["strasse", "fine", "i"]),
        ("caf\u00e9 cafe\u0301", ["cafe", "cafe"]),
        ("\U0001f602lol\U0001f602", ["lol"]),
        ("a\u00bcb", ["a\u00bcb"]),
        ("C&amp;CC x&amp;y", ["c", "cc", "x", "y"]),
        ("AT&T &amp; x&nbsp;y &unknown;", ["at", "t", "x", "y", "unknown"]),
    ],
)
def test_a_text_has_these_words(body: str, expected: list[str]) -> None:
    assert [word.text for word in Text(body).words] == expected


@pytest.mark.parametrize("body, word, typed", rows_of("hidden"))
def test_a_hidden_word_is_found_where_it_was_typed_and_is_not_exact(body: str, word: str, typed: str) -> None:
    found = {(w.text, body[w.start : w.end], w.exact) for w in Text(body).words}
    assert (word, typed, False) in found


@pytest.mark.parametrize("body, word, typed", rows_of("plain"))
def test_case_and_width_leave_a_word_exact(body: str, word: str, typed: str) -> None:
    assert (word, typed, True) in {(w.text, body[w.start : w.end], w.exact) for w in Text(body).words}


@pytest.mark.parametrize("body, words", DATA["unchanged"].values(), ids=DATA["unchanged"])
def test_other_languages_and_signs_keep_their_letters(body: str, words: list[str]) -> None:
    assert [word.text for word in Text(body).words] == words


@pytest.mark.parametrize(
    "typed, exact, accented",
    [
        ("cafe", True, False),
        ("CAFE", True, False),
        ("caf\u00e9", False, True),
        ("&eacute;t&eacute;", False, False),
        ("c\u0338afe", False, False),
        ("c\u0430fe", False, False),
        ("ca\u200bfe", False, False),
        ("\U0001d41cafe", False, False),
        ("stra\u00dfe", True, False),
        ("\u0434\u0430", True, False),
        ("\u0414\u0410", True, False),
        ("\u039f\u03b4\u03cc\u03c2", True, False),
    ],
)
def test_a_word_tells_whether_it_was_typed_so(typed: str, exact: bool, accented: bool) -> None:
    (word,) = Text(typed).words
    assert (word.exact, word.accented) == (exact, accented)


def test_an_entry_of_a_list_has_the_words_that_the_text_has() -> None:
    assert words_of("You're OK") == [Word("you", 0, 3), Word("re", 4, 6), Word("ok", 7, 9)]
    assert fold("\u00dcBER &amp; \u201cso\u201d") == 'uber & "so"'


def test_a_stretch_of_the_folded_text_leads_to_what_was_typed() -> None:
    text = Text("&lt;b&gt; f\u200buck Stra\u00dfe \ufb03")
    assert text.folded.text == "<b> fuck strasse ffi"
    for folded, typed in [
        ("<", "&lt;"),
        ("b", "b"),
        ("fuck", "f\u200buck"),
        ("ss", "\u00df"),
        ("ff", "\ufb03"),
    ]:
        at = text.folded.text.index(folded)
        span = text.folded.span(at, at + len(folded))
        assert text.body[span.start : span.end] == typed


def test_a_text_without_anything_hidden_stands_where_it_was_typed() -> None:
    assert Text("Tom & Jerry").folded.in_place
    assert Text("M\u00fcnchen").folded.in_place
    assert not Text("Tom &amp; Jerry").folded.in_place


def test_a_stretch_is_reported_if_it_lies_inside_a_reported_one() -> None:
    text = Text("a longer text than this would do as well")
    text.__dict__["reported"] = (Span(2, 8), Span(14, 18))
    assert text.is_reported(2, 8)
    assert text.is_reported(15, 17)
    assert not text.is_reported(7, 9)
    assert not text.is_reported(0, 1)
    assert not text.is_reported(9, 12)
    assert not text.is_reported(20, 21)


@pytest.mark.parametrize(
    "module",
    ["service.moderation.stance", "service.moderation.normalise", "service.moderation.normalise.words"],
)
def test_each_module_of_the_circle_may_be_imported_first(module: str) -> None:
    subprocess.run([sys.executable, "-c", f"import {module}"], check=True, timeout=60)


def test_the_table_of_look_alikes_is_read_when_a_text_needs_it() -> None:
    script = (
        "import sys; from service.moderation.normalise import Text, lookalikes\n"
        "for body in ('plain', 'caf\\u00e9 \\U0001f602', '\\u6f22'): Text(body).words\n"
        "assert not lookalikes._tables.cache_info().currsize\n"
        "Text('\\u0430').words\n"
        "assert lookalikes._tables.cache_info().currsize\n"
        "assert not any(name.startswith('confusable_homoglyphs.c') for name in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)
