"""What one character stands for, whatever stands around it."""

import re
import unicodedata
from functools import lru_cache

_MAX_UNFOLDED = 3
"""A character that NFKC spells out in more characters than this stays as it is."""

# The names of Unicode tell a letter's base, also where no decomposition does: LATIN SMALL LETTER O WITH
# STROKE, LATIN LETTER SMALL CAPITAL G, LATIN SMALL LETTER TURNED K, NEGATIVE SQUARED LATIN CAPITAL LETTER B.
_LATIN_LETTER = re.compile(
    r"^(?:[A-Z]+ ){0,2}(?:LATIN|MODIFIER)(?: [A-Z]+){0,2} LETTER (?:[A-Z]+ ){0,3}?([A-Z])(?: WITH .{1,80})?$"
)
_LATIN_BY_NAME = {
    "AE": "ae",
    "OE": "oe",
    "ETH": "d",
    "THORN": "th",
    "SCHWA": "e",
    "ESH": "s",
    "EZH": "z",
    "ENG": "n",
    "ALPHA": "a",
    "UPSILON": "u",
    "IOTA": "i",
    "CHI": "x",
}
_LATIN_NAMED = re.compile(r"^LATIN (?:SMALL|CAPITAL) LETTER ([A-Z]{2,7})(?: WITH .{1,80})?$")

_INVISIBLE_LETTERS_AND_MARKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
_APOSTROPHES = frozenset("\u2018\u2019\u201a\u201b\u2032\u02bc\u02b9\u00b4\u055a\ua78c\uff07")
_QUOTES = frozenset("\u201c\u201d\u201e\u201f\u2033\uff02")
_STARS = frozenset("\u2217\u204e\u2731\u2733\u273b\u2a2f\u066d\uff0a\u2055\u2605\u2606")


@lru_cache(maxsize=4096)
def fold_character(character: str) -> str:
    """The character's folded form: empty for what nobody sees, up to three characters, most often one.

    A Latin letter becomes its base letter in lower case, whatever its style or accent. A letter of another
    script keeps its script (see `lookalikes`) and, since its two cases may look like different Latin
    letters, its case. Punctuation that is typed in several ways becomes its ASCII form.
    """
    category = unicodedata.category(character)
    if category == "Cs":
        return character
    if character.isspace():
        return "\n" if character in "\n\x0b\x0c\r\x85\u2028\u2029" else " "
    if category in {"Cc", "Cf"} or is_ignorable(character):
        return ""
    if category in {"Mn", "Me"}:
        return "" if is_generic_mark(character) else character
    return (
        _fold_punctuation(character, category) or _fold_latin(character) or _fold_other(character, category)
    )


def is_ignorable(character: str) -> bool:
    """Whether nothing is shown for this character, though it is neither a control nor a format character."""
    return (
        character in _INVISIBLE_LETTERS_AND_MARKS
        or "\ufe00" <= character <= "\ufe0f"
        or "\u180b" <= character <= "\u180f"
        or "\ufff0" <= character <= "\ufff8"
        or "\U000e0000" <= character <= "\U000e0fff"
    )


def is_generic_mark(character: str) -> bool:
    """Whether this mark belongs to no script: it may be stacked on any letter."""
    return unicodedata.category(character) == "Me" or unicodedata.name(character, "").startswith("COMBINING")


@lru_cache(maxsize=4096)
def is_script_mark(character: str) -> bool:
    """Whether this is a vowel sign or the like of one script, which has no place on a Latin letter."""
    return unicodedata.category(character) in {"Mn", "Mc"} and not is_generic_mark(character)


def is_ordinary_accent(character: str) -> bool:
    """Whether this letter belongs to the ordinary spelling of a language in Latin letters."""
    return character.isalpha() and (
        "\u00c0" <= character <= "\u017f"
        or "\u0218" <= character <= "\u021b"
        or "\u1ea0" <= character <= "\u1ef9"
        or character in "\u01a0\u01a1\u01af\u01b0\u1e9e"
    )


def _fold_punctuation(character: str, category: str) -> str:
    if character in _APOSTROPHES:
        return "'"
    if character in _QUOTES:
        return '"'
    if category == "Pd":
        return "-"
    return "*" if character in _STARS else ""


def _fold_latin(character: str) -> str:
    if (plain := character.casefold()).isascii():
        return plain
    name = unicodedata.name(character, "")
    if match := _LATIN_LETTER.match(name):
        return match[1].lower()
    if match := _LATIN_NAMED.match(name):
        return _LATIN_BY_NAME.get(match[1], "")
    return ""


def _fold_other(character: str, category: str) -> str:
    plain = unicodedata.normalize("NFKC", character)
    if plain == character:
        return character
    if len(plain) == 1:
        return fold_character(plain)
    # A sign such as the trade mark's, at the end of a word, is no part of that word.
    stays = category == "So" or len(plain) > _MAX_UNFOLDED or unicodedata.combining(plain[-1])
    folded = character if stays else "".join(fold_character(part) for part in plain)
    # A character is part of one word at most: a quarter is not the words one and four.
    return folded if folded.isalnum() == character.isalnum() else character
