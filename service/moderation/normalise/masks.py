"""Signs in place of letters that are not given: f**k, s#!t, d--n."""

import re
from collections.abc import Iterator, Sequence

from service.moderation.normalise.disguise import DisguiseKind
from service.moderation.normalise.found import Found
from service.moderation.normalise.leet import readings

HIDDEN = "?"
_PART = re.compile(r"[^\W_]+|[\W_]+")
_THRICE = re.compile(r"([a-z])\1\1+")
_GRAWLIX = "*#@$%&^~!?"
_HIDING = re.compile(
    rf"[{_GRAWLIX}]{{1,8}}\Z"
    # An emoji or a symbol, but no quotation mark, dash or full-width punctuation.
    r"|[^\x00-\xa0\w\s\xab\xbb\u2010-\u201f\u2039\u203a\u3000-\u303f\uff00-\uff65]{1,8}\Z"
)
_BEGINNING = re.compile(r"[^\w*]|_")
_ENDING = re.compile(r"[\W_]{1,40}\Z")
_FINAL = "!?~^-_+=|<"
# A sign that reads as a letter where it stands hides one letter, if it hides any.
_LETTER_LIKE = frozenset("@$!")
_MAX_PARTS = 9
_MAX_LETTERS = 14
_MIN_LETTERS_BEFORE_ONE_STAR = 3
_MIN_CHARACTERS = 3

_CONSONANT = "[bcdfghjklmnpqrstvwxz]"
_SOFT = re.compile(rf"[-_./~'](?<={_CONSONANT}.)(?=[-_./~']{{0,4}}{_CONSONANT})")
_SOFT_HEAD = re.compile(rf"(?<![^\W_])[a-z]{{0,9}}{_CONSONANT}\Z")
_SOFT_TAIL = re.compile(rf"([-_./~']{{1,5}})({_CONSONANT}[a-z]{{0,9}})(?![^\W_])")
_MAX_HEAD = 10
_NO_VOWEL = re.compile(rf"{_CONSONANT}{{1,3}}\Z")
_HARD_TO_SAY = re.compile(rf"{_CONSONANT}{{1,3}}\Z|ck|nt|tch|rn|gg|ss|tt|lt|ng|nk|rd|rk")
_CONTRACTED = frozenset(["ve", "ll", "re"])


def masked_run(run: str, start: int) -> Iterator[Found]:
    """The readings of a run of letters, digits and signs, which begins at `start`."""
    begin = 0
    while begin < len(run) and _BEGINNING.match(run, begin):
        begin += 1
    bare = run[begin:]
    if bare.startswith("*") and bare.rstrip("_~").endswith("*"):
        bare = bare.rstrip("_~").strip("*")  # Stars on both sides stand for emphasis.
        begin = run.find(bare)
    start += begin
    bare = _without_final_signs(bare)
    parts = _PART.findall(bare)
    if not 1 < len(parts) <= _MAX_PARTS or not _hides_letters(parts):
        return
    # A digit among the letters is read as the first letter that it may stand for.
    known = [readings(part)[:1] if part.isalnum() else [HIDDEN * len(part)] for part in parts]
    if not all(known):
        return
    text = _THRICE.sub(r"\1", "".join(part for first in known for part in first))
    hidden = text.count(HIDDEN)
    if HIDDEN * hidden not in text:
        yield text, start, start + len(bare), DisguiseKind.MASKED
        return
    counts = (1,) if _LETTER_LIKE.issuperset("".join(parts[1::2])) else _counts(hidden)
    for count in counts:
        yield text.replace(HIDDEN * hidden, HIDDEN * count), start, start + len(bare), DisguiseKind.MASKED


def masked_softly(text: str) -> Iterator[Found]:
    """Words with a hyphen, a dot or the like where a vowel is missing: sh-t, b.tch, f__k."""
    done = 0
    for soft in _SOFT.finditer(text):
        position = soft.start()
        if position < done:
            continue
        head = _SOFT_HEAD.search(text[max(0, position - _MAX_HEAD - 1) : position])
        tail = _SOFT_TAIL.match(text, position) if head else None
        if head is None or tail is None or not _lacks_vowel(head[0], tail[1], tail[2]):
            continue
        done = tail.end()
        for count in _counts(len(tail[1])):
            yield head[0] + HIDDEN * count + tail[2], position - len(head[0]), done, DisguiseKind.MASKED


def _without_final_signs(run: str) -> str:
    """The run without what may end a sentence. Stars, or two different signs or more, end a word."""
    bare = run.rstrip(_FINAL)
    ending = _ENDING.search(bare)
    if ending is None or "*" in ending[0] or (len(set(ending[0])) > 1 and ending[0].isascii()):
        return bare
    return bare[: ending.start()]


def _hides_letters(parts: Sequence[str]) -> bool:
    letters = [part for part in parts if part.isalnum()]
    signs = [part for part in parts if not part.isalnum()]
    count = sum(map(len, letters))
    if count > _MAX_LETTERS or sum(map(len, parts)) < _MIN_CHARACTERS:
        return False
    if all(part.isdecimal() for part in letters) or not all(map(_HIDING.match, signs)):
        return False
    if parts[-1] == "*" and count < _MIN_LETTERS_BEFORE_ONE_STAR:
        return False  # A footnote's star.
    return not (signs == ["&"] and count <= _MIN_CHARACTERS)  # R&D, Q&A.


def _lacks_vowel(head: str, signs: str, tail: str) -> bool:
    if len(head) + len(tail) > _MAX_LETTERS:
        return False
    if _NO_VOWEL.match(head):
        return tail not in _CONTRACTED
    # Words are often joined by these signs, but seldom where the parts are as hard to say as here.
    return signs.strip("-_~") == "" and _HARD_TO_SAY.match(tail) is not None


def _counts(signs: int) -> tuple[int, ...]:
    """How many letters so many signs may hide, the likeliest first."""
    return (signs, signs + 1) if signs < _MIN_CHARACTERS else (signs, signs - 1)
