"""Every form of a text points at the characters that were typed, whatever they are."""

from hypothesis import given, settings
from hypothesis import strategies as st

from service.moderation.normalise import DisguiseKind, Text, fold
from service.moderation.normalise.leet import readings
from service.moderation.normalise.repeats import squeezes

LETTERS = "abcdefghijklmnopqrstuvwxyzFUCKSHIT"
PIECES = st.one_of(
    st.text(LETTERS, min_size=1, max_size=6),
    st.sampled_from(" \n\t.,-_/*@$!|+0123456789'\"()<>#%&;?"),
    st.sampled_from([" ", "  ", "\n", " - ", ". ", "\u00a0", "\u3000"]),
    st.sampled_from(
        ["&amp;", "&#102;", "&#x75;", "&#117", "&lt;", "&uuml;", "&eacute", "&zwnj;", "&shy;", "&amp;#99;"]
    ),
    st.sampled_from("\u0301\u0338\u0489\u0e4d\u200b\u200d\u2060\u00ad\ufe0f\u202e\U000e0061\u0000"),
    st.sampled_from(
        "\u0430\u0441\u0435\u0456\u0455\u043e\u0440\u0443\u0432\u0416\u03bf\u03bd\u039d\u03c2\u0562\u5343\u3129"
    ),
    st.sampled_from(
        "\u00e9\u00fc\u00df\ufb01\u00f8\u0130\u0131\u017f\u212a\uff46\U0001d41f\u24d5\U0001f171\U0001f1eb\u1d1c\u029e\u0254\u025f\u00bc\ufdfa"
    ),
    st.sampled_from("\u201c\u201d\u201e\u00ab\u00bb\u2018\u2019\u2026\u2022\U0001f602\U0001f346\ud800"),
    st.characters(),
)
BODIES = st.lists(PIECES, max_size=60).map("".join)
SETTINGS = settings(deadline=None, max_examples=300)

DRAWING_SIGNS = "|\\/([{})]<>=-_3"
MARKS = (
    "&quot;",
    *"\"'\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u00ab\u00bb\u2039\u203a\uff02\u300c\u300d\u300e\u300f\u301d\u301e\u301f",
)

# Whether a look-alike is replaced depends on the other words of its text.
SURROUNDINGS = ("", "latin " * 60, "\u0436\u0436\u0436 " * 60)


@given(BODIES)
@SETTINGS
def test_every_word_stands_where_it_says(body: str) -> None:
    end = 0
    for word in Text(body).words:
        assert end <= word.start < word.end <= len(body)
        typed = body[word.start : word.end]
        assert word.text in folds(typed)
        assert is_seen(typed[0])
        assert is_seen(typed[-1])
        end = word.end


@given(BODIES)
@SETTINGS
def test_a_word_is_exact_if_it_was_typed_so(body: str) -> None:
    for word in Text(body).words:
        typed = body[word.start : word.end]
        if typed.lower() == word.text:
            assert word.exact
        if word.exact:
            assert len(typed) <= len(word.text)
            assert not word.accented


@given(BODIES)
@SETTINGS
def test_every_folded_character_comes_from_what_was_typed_there(body: str) -> None:
    folded = Text(body).folded
    before = (0, 0)
    for index, character in enumerate(folded.text):
        place = folded.place(index, index + 1)
        assert 0 <= place[0] < place[1] <= len(body)
        assert place == before or place[0] >= before[1], "two stretches overlap in part"
        typed = body[place[0] : place[1]]
        if typed.isascii() and len(typed) == 1:
            assert typed.lower() == character or typed.isspace()
        elif typed[0] == "&":
            assert typed.isascii()
        else:
            assert len(typed) == 1
        before = place
    whole = folded.place(0, len(folded.text)) if folded.text else (0, 0)
    assert fold(body[whole[0] : whole[1]]) == folded.text or not body.isascii()


@given(BODIES)
@SETTINGS
def test_every_disguise_stands_where_it_says(body: str) -> None:
    start = 0
    for disguise in Text(body).disguises:
        assert start <= disguise.start < disguise.end <= len(body)
        typed = body[disguise.start : disguise.end]
        assert is_seen(typed[0])
        assert is_seen(typed[-1])
        assert disguise.text
        if disguise.kind is not DisguiseKind.TURNED:
            assert reads_as(disguise.text[0], [folded[0] for folded in folds(typed)])
            assert reads_as(disguise.text[-1], [folded[-1] for folded in folds(typed)])
        start = disguise.start


@given(st.text(LETTERS.lower() + " .-_*@$!013+|", max_size=80))
@SETTINGS
def test_what_was_typed_for_a_disguise_gives_it_again(body: str) -> None:
    for disguise in Text(body).disguises:
        typed = body[disguise.start : disguise.end]
        if disguise.kind is DisguiseKind.SQUEEZED:
            assert disguise.text in squeezes(typed)
        elif disguise.kind is DisguiseKind.SPLIT:
            joined = "".join(word.text for word in Text(typed).words)
            assert disguise.text in (joined, *readings(joined))
        elif disguise.kind is DisguiseKind.LEET and "v" not in typed and "|" not in typed:
            straight = readings(typed)
            assert disguise.text in [*straight, *(squeezed for one in straight for squeezed in squeezes(one))]


@given(BODIES)
@SETTINGS
def test_every_quotation_stands_between_marks_or_after_a_quoting_sign(body: str) -> None:
    start = 0
    for span in Text(body).quoted:
        assert start <= span.start < span.end <= len(body)
        before, behind = body[: span.start].rstrip(), body[span.end :].lstrip(" \t")
        after_a_mark = before.endswith(MARKS) and behind.lstrip().startswith(MARKS)
        on_a_line = before.endswith((">", "&gt;")) and (not behind or behind[0].isspace())
        assert after_a_mark or on_a_line
        start = span.start


@given(st.text(max_size=300))
@SETTINGS
def test_no_text_is_too_strange(body: str) -> None:
    text = Text(body)
    assert None not in (text.words, text.disguises, text.quoted)


def is_seen(character: str) -> bool:
    return fold(character).strip() != ""


def folds(typed: str) -> list[str]:
    """The forms that this may have, whatever stands around it."""
    return [fold(before + typed).removeprefix(before) for before in SURROUNDINGS]


def reads_as(letter: str, signs: list[str]) -> bool:
    """Whether a disguise may have this letter where one of these signs was typed."""
    return any(
        letter in {"?", sign, *readings(sign)} or sign in DRAWING_SIGNS or (sign == "v" and letter in "uw")
        for sign in signs
    )
