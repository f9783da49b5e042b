"""Letters of other scripts that look like Latin ones.

Which letter looks like which comes from the Unicode consortium's table of confusable characters, through
the package confusable-homoglyphs, and from a supplement for what people type on purpose: letters that
are told apart at once and read as Latin all the same.

A letter is replaced only where it hides something, or an ordinary Russian or Greek text would turn into
Latin gibberish. That is the case
- in a word that mixes Latin letters with look-alikes and has no other letters, from three letters on
  (a micrometre is two);
- in a word wholly of look-alikes - plain ones, or playful ones from several scripts - if the text has more
  words of Latin letters than of others, or the word has a letter that no language in use puts there (then
  all such words, if there are no others). A single Greek letter stays: it is mathematics.
"""

import json
import re
import unicodedata
from functools import cache
from importlib.resources import files
from string import ascii_letters
from typing import NamedTuple

_WORD = re.compile(r"[^\W_]+")
_ASCII_LETTER = re.compile(r"[a-zA-Z]")
_MIN_MIXED_LETTERS = 3

# The scripts of which the table is used: its ideographs and signs are other characters' business.
_OTHER_SCRIPT = re.compile(
    "["
    "\u0370-\u03ff\u1f00-\u1fff"  # Greek
    "\u0400-\u052f\ua640-\ua69f"  # Cyrillic
    "\u0530-\u05ff"  # Armenian, Hebrew
    "\u10a0-\u10ff\u1200-\u137f"  # Georgian, Ethiopic
    "\u13a0-\u167f\uab70-\uabbf"  # Cherokee, Canadian syllabics
    "\u16a0-\u16ff"  # Runic
    "\u2c80-\u2cff\u2d30-\u2d7f"  # Coptic, Tifinagh
    "\ua4d0-\ua4ff\ua500-\ua63f"  # Lisu, Vai
    "\U00010280-\U0001057f\U000118a0-\U000118ff\U00016f00-\U00016f9f"  # Lycian to Elbasan, Warang Citi, Miao
    "]"
)

# Taken for the Latin letter also where it stands among letters of its own script. The palochka stands for i
# and l; as the digit that stands for both it is read as either, as that digit is in any word.
_PLAIN = {
    "авекмнорстухіјѕԛԝһӏё": "abekmhopctyxijsqwh1e",
    "АВЕКМНОРСТУХІЈЅԚԜҺӀЁ": "abekmhopctyxijsqwh1e",
    "αβεικνορτυχωγη": "abeikvoptuxwyn",
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹ": "abezhikmnoptyxc",
    "άέήίόύώΆΈΉΊΌΎΏ": "aeniouwaehioyw",
}
# Taken for it only among Latin letters. Here too a digit is read as a letter later.
_PLAYFUL = {
    "бгдзийпцчшщъьэяБГДЗИЙПЦЧШЩЪЬЭЯ": "6ra3nnnu4wwbber6ra3nnnu4wwbber",
    "ςμσΣΛΔλδθπ": "cuoeaaaoon",
    "卂乃匚刀乇千卄丨几口ㄖ尺丂ㄒㄩ山乂ㄚ乙爪卩ㄥフ": "abcdefhinoorstuwxyzmplj",
    "ค๒๔ђเןภ๏קгรתยשฬץ": "abdhilnoprstuwwy",
    "єѵҜқҝ": "evkkk",
}
# No language in use has a word of look-alikes only with one of these in it.
_TELLTALE = frozenset("ѕԁԛԝһӏꮯꮪ")


class _Tables(NamedTuple):
    plain: dict[int, str]
    playful: dict[int, str]


@cache
def _tables() -> _Tables:
    # Read from the package's file, not through its modules: those keep the whole table, of which 2 % is
    # needed, for as long as the process lives.
    confusables = json.loads((files("confusable_homoglyphs") / "confusables.json").read_bytes())
    plain = {
        ord(alike["c"]): letter.lower()
        for letter in ascii_letters
        for alike in confusables.get(letter, ())
        if len(alike["c"]) == 1 and _OTHER_SCRIPT.match(alike["c"])
    }
    plain |= _pairs(_PLAIN)
    return _Tables(plain, plain | _pairs(_PLAYFUL))


def _pairs(rows: dict[str, str]) -> dict[int, str]:
    return {ord(alike): letter for row in rows for alike, letter in zip(row, rows[row], strict=True)}


@cache
def _any_lookalike() -> re.Pattern[str]:
    supplement = "".join(re.escape(row) for rows in (_PLAIN, _PLAYFUL) for row in rows)
    return re.compile(_OTHER_SCRIPT.pattern[:-1] + supplement + "]")


def may_have_lookalikes(text: str) -> bool:
    """Whether the text has letters of which some look like Latin ones. Costs no table."""
    return _any_lookalike().search(text) is not None


def replace_lookalikes(text: str) -> str:
    """The text with Latin letters where others hide them; no longer and no shorter than it was.

    Its own Latin letters are plain ones already, whatever their style was. Raises what reading the
    package's file raises.
    """
    tables = _tables()
    replaced: dict[int, str] = {}
    lone: list[tuple[int, str, str]] = []
    latin = other = 0
    for match in _WORD.finditer(text):
        word = match[0]
        if word.isascii():
            latin += 1
            continue
        if _ASCII_LETTER.search(word):
            latin += 1
            if len(word) >= _MIN_MIXED_LETTERS and (shape := word.translate(tables.playful)).isascii():
                replaced[match.start()] = shape
        elif _is_mathematics(word):
            continue
        elif (shape := word.translate(tables.playful if _is_motley(word) else tables.plain)).isascii():
            lone.append((match.start(), word, shape))
        else:
            other += 1
    telltale = {start for start, word, _ in lone if not _TELLTALE.isdisjoint(word)}
    otherwise_latin = latin > other or (telltale and not other)
    replaced |= {start: shape for start, _, shape in lone if otherwise_latin or start in telltale}
    if not replaced:
        return text
    return _WORD.sub(lambda match: replaced.get(match.start(), match[0]), text)


def _is_motley(word: str) -> bool:
    """Whether the letters come from several scripts, as in a fancy font."""
    far_apart = ord(max(word)) - ord(min(word)) > 0x200
    return far_apart and len({unicodedata.name(letter, "").split(" ")[0] for letter in word}) > 1


def _is_mathematics(word: str) -> bool:
    return len(word) == 1 and "\u0370" <= word <= "\u03ff"
