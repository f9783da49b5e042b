"""Words in which signs or digits stand for letters, or hide them."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from service.moderation.normalise.disguise import DisguiseKind
from service.moderation.normalise.found import Found
from service.moderation.normalise.leet import readings, undrawn
from service.moderation.normalise.masks import masked_run
from service.moderation.normalise.repeats import squeezes
from service.moderation.normalise.words import Word

# Most texts have none of these, and three looks tell.
_UNUSUAL_SIGN = re.compile(r"""[^\w\s.,;:'"!?()/-]""")
_DIGIT_IN_WORD = re.compile(r"[0-9](?:[a-z!]|(?<=[a-z!].))")
_SIGN_IN_WORD = re.compile(r"[!?(](?=[a-z)])")
# Where a letter and a sign or a digit meet as they do in a disguised word.
_SIGN = r"(?:[@$|+*#%&^~<{\\]|[^\x00-\x7f\w\s])"
_SEAM = re.compile(
    rf"[a-z][0-9]|[0-9][a-z]|[a-z0-9]{_SIGN}|{_SIGN}[a-z0-9]|[@$][@$!]"
    r"|[a-z0-9][!?(]{1,4}[a-z]|\(\)|\[\]|(?<!\S)![a-z]|\|[_<)=(>-]|\\/|/\\|\(_\)"
)
_CORE = re.compile(r"""[^.,;:"'`/\\)\]}>]{1,40}""")
_EDGES = "!?*_~#|+=<({[^&%-"
_ENDS = "!?.,;:\"'"
_MAX_LETTERS = 40
_HAS_LETTER = re.compile(r"[a-z]")
# Without a letter only these are read: numbers, prices and sums are no words.
_NO_LETTER_NEEDED = re.compile(r"@[@$!5]|\$@")
_MIN_LETTERS = 3
# A number with its unit or ending: 10k, 5g, 1080p, 2nd, 256gb.
_QUANTITY = re.compile(
    r"[0-9]{1,9}(?:[a-z]|[0-9][a-z]{1,3}|st|nd|rd|th|am|pm|[kmgt]b|[kmg]hz|ms|mm|cm|km|kg|fps)\Z"
)
_V = re.compile(r"v(?=[bcdfghjklmnpqrstvwxz])")
_CONSONANTS = frozenset("bcdfghjklmnpqrstwxz")


def disguised_by_signs(text: str) -> Iterator[Found]:
    """Leet and masked words, in the runs between two spaces that have what they are made of."""
    if not (_UNUSUAL_SIGN.search(text) or _DIGIT_IN_WORD.search(text) or _SIGN_IN_WORD.search(text)):
        return
    spaced = text.replace("\n", " ").replace("\t", " ").replace("\r", " ")
    done = 0
    for seam in _SEAM.finditer(text):
        if seam.start() < done:
            continue
        start = spaced.rfind(" ", done, seam.start()) + 1 or done
        done = spaced.find(" ", seam.end())
        done = len(text) if done < 0 else done
        yield from _drawn(text[start:done], start)
        for core in _CORE.finditer(text, start, done):
            if _SEAM.search(core[0]):
                yield from _read(core[0], core.start())


def v_for_u(text: str, words: Sequence[Word]) -> Iterator[Found]:
    """Words in which a v stands where only a vowel can, and those in which two of them stand for a w."""
    starts: list[int] = []
    done = 0
    for letter in _V.finditer(text):
        position = letter.start()
        if position < done or not position or text[position - 1] not in _CONSONANTS | {"v"}:
            continue
        starts = starts or [word.start for word in words]
        word = words[bisect_right(starts, position) - 1]
        done = word.end
        if len(word.text) <= _MAX_LETTERS:
            yield word.text.replace("vv", "w").replace("v", "u"), word.start, word.end, DisguiseKind.LEET


def _drawn(run: str, start: int) -> Iterator[Found]:
    bare = run.strip(_ENDS)
    if len(bare) > _MAX_LETTERS or (written := undrawn(bare)) is None:
        return
    start += run.find(bare)
    for reading in readings(written):
        if len(reading) >= _MIN_LETTERS:
            yield reading, start, start + len(bare), DisguiseKind.LEET


def _read(run: str, start: int) -> Iterator[Found]:
    start += len(run) - len(run.lstrip("([{#"))
    run = run.lstrip("([{#")  # Brackets, and what makes a hashtag.
    bare = run.strip(_EDGES)
    if bare and not _QUANTITY.match(bare):
        yield from _as_letters(bare, start + run.find(bare))
        if len(run) - len(bare) == 1:  # The sign may be a letter: "!diot", "shi+".
            yield from _as_letters(run, start)
    yield from masked_run(run, start)


def _as_letters(run: str, start: int) -> Iterator[Found]:
    if len(run) < _MIN_LETTERS or run.isalpha():
        return
    if not (_HAS_LETTER.search(run) or _NO_LETTER_NEEDED.search(run)):
        return
    for reading in readings(run):
        yield reading, start, start + len(run), DisguiseKind.LEET
        for squeezed in squeezes(reading):
            yield squeezed, start, start + len(run), DisguiseKind.LEET
