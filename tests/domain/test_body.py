"""The rules for a comment's text, before anybody judges what it says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.body import MAX_BODY_CHARACTERS, clean_body
from service.domain.errors import InvalidFields

REFUSED = {
    "nothing": ("", "empty"),
    "white space": (" \t\n\u00a0\u3000", "empty"),
    "invisible characters": ("\u200b\u200d\ufeff\u2060\u00ad", "empty"),
    "only marks of direction": ("\u200e\u200f\u2066\u2069", "empty"),
    "one character too many": ("x" * (MAX_BODY_CHARACTERS + 1), "too_long"),
    "NUL": ("a\x00b", "control_character"),
    "escape": ("a\x1b[31mb", "control_character"),
    "backspace": ("a\x08b", "control_character"),
    "a C1 control": ("a\x85b", "control_character"),
    "right-to-left override": ("a\u202eb", "bidi_override"),
    "left-to-right embedding": ("a\u202ab", "bidi_override"),
    "half of a surrogate pair": ("a\ud800b", "lone_surrogate"),
    "the other half": ("\udfff", "lone_surrogate"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_a_comment_is_refused_with_a_code(case: str) -> None:
    typed, code = REFUSED[case]
    with pytest.raises(InvalidFields) as refusal:
        clean_body(typed)
    assert [(error.field, error.code) for error in refusal.value.errors] == [("body", code)]


KEPT = {
    "plain words": ("Hello.", "Hello."),
    "space around": ("  Hello.\n\n", "Hello."),
    "line breaks of Windows and of old Macs": ("one\r\ntwo\rthree", "one\ntwo\nthree"),
    "tabs and indentation": ("a\n\tb", "a\n\tb"),
    "a letter and its accent apart": ("cafe\u0301", "caf\u00e9"),
    "a family of emoji": (
        "\U0001f468\u200d\U0001f469\u200d\U0001f467",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    ),
    "right-to-left text with isolates": (
        "\u2067\u05e9\u05dc\u05d5\u05dd\u2069!",
        "\u2067\u05e9\u05dc\u05d5\u05dd\u2069!",
    ),
    "markup, which is only text": ("<b>bold</b>", "<b>bold</b>"),
    "as long as can be": ("x" * MAX_BODY_CHARACTERS, "x" * MAX_BODY_CHARACTERS),
    "as long as can be, with space around": (
        " " + "x" * MAX_BODY_CHARACTERS + " ",
        "x" * MAX_BODY_CHARACTERS,
    ),
}


@pytest.mark.parametrize("case", KEPT)
def test_everything_else_is_kept_as_typed(case: str) -> None:
    typed, kept = KEPT[case]
    assert clean_body(typed) == kept


@given(st.text(st.characters(codec=None), max_size=200))
def test_any_text_is_either_refused_or_storable_everywhere(typed: str) -> None:
    try:
        kept = clean_body(typed)
    except InvalidFields:
        return
    assert kept.encode("utf-8")
    assert "\x00" not in kept
    assert clean_body(kept) == kept, "cleaning twice changes nothing"
