"""Words whose letters stand apart, and words cut in parts."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from service.moderation.normalise.disguise import DisguiseKind
from service.moderation.normalise.found import Found
from service.moderation.normalise.leet import readings
from service.moderation.normalise.masks import HIDDEN
from service.moderation.normalise.ordinary import SHORT
from service.moderation.normalise.repeats import squeezes
from service.moderation.normalise.words import Word

# Three to forty single letters, each perhaps repeated, with up to six other characters between them.
_CHAIN = re.compile(r"(?<![^\W_])([^\W_])\1{0,3}(?:[\W_]{1,6}([^\W_])\2{0,3}(?![^\W_])){2,39}")
_MIN_UNITS = 3
_MAX_TRIMMED_UNITS = 16
_MAX_LEAD = 3
_MAX_TAIL = 2

_MAX_FRAGMENT = 3
_MAX_PART = 9
_MAX_SMALL_PART = 4
_MAX_JOINED = 16
_MAX_VOWELLESS = 6
_CONTRACTED = frozenset(["s", "t", "m", "d", "re", "ve", "ll"])
_VOWELS = frozenset("aeiouy")
# Between the parts of one word: spaces or signs or a sign between spaces, but nothing that ends a clause.
_JOINT = re.compile(r"""(?:\s{1,3}|[^\w\s,;:!?()"&]{1,3}|_{1,3}|\s[-_.*/~|+]\s)\Z""")
_TIGHT_JOINT = re.compile(r"[-_.*/~|+\\](?=[a-z])")
# Which neighbours of a fragment, counted from it, may be parts of the same word.
_WINDOWS = ((-1, 0), (0, 1), (-2, 0), (-1, 1), (0, 2), (-2, 1), (-1, 2))

_SIGN = "@$!|+*"
_SIGN_APART = re.compile(rf"[{_SIGN}](?=[\s._-]|\Z)(?<![^\s._-].)")
_UNITS_AND_SIGNS = re.compile(
    rf"(?<![a-z0-9{_SIGN}])[a-z0-9{_SIGN}](?:[^a-z0-9{_SIGN}]{{1,3}}[a-z0-9{_SIGN}](?![a-z0-9{_SIGN}])){{2,40}}"
)
_UNIT_OR_SIGN = re.compile(rf"[a-z0-9{_SIGN}]")


def letters_apart(text: str, words: Sequence[Word]) -> Iterator[Found]:
    """Letters that stand apart and neighbours that may be one word: f u c k, fu ck, f uc k."""
    fragments = _fragments(text, words)
    if len(list(islice((index for index in fragments if _is_unit(words[index].text)), 2))) > 1:
        starts = [word.start for word in words]
        for match in _CHAIN.finditer(text):
            chain = range(bisect_left(starts, match.start()), bisect_left(starts, match.end()))
            fragments.difference_update(chain)
            yield from _joined_chain(text, words, chain)
    seen: set[tuple[int, int]] = set()
    for index in sorted(fragments):
        if not words[index].text.isascii():
            continue
        for before, behind in _WINDOWS:
            first, last = window = (index + before, index + behind)
            if first < 0 or last >= len(words) or window in seen:
                continue
            seen.add(window)
            # Two neighbours; or more of them, if another is a fragment too.
            if last - first == 1 or sum(place in fragments for place in range(first, last + 1)) > 1:
                parts = words[first : last + 1]
                if _may_be_one(text, parts):
                    yield from _joined(parts)


def parts_joined_by_signs(text: str, words: Sequence[Word]) -> Iterator[Found]:
    """Two parts with a single sign between them, and no space: bas-tard, as_shole."""
    starts: list[int] = []
    for sign in _TIGHT_JOINT.finditer(text):
        position = sign.start()
        if not position or not text[position - 1].isalpha():
            continue
        starts = starts or [word.start for word in words]
        behind = bisect_right(starts, position)
        parts = words[behind - 1 : behind + 1]
        if parts[-1].end - parts[0].start > _MIN_UNITS and _may_be_one(text, parts):
            yield from _joined(parts)


def letters_and_signs_apart(text: str) -> Iterator[Found]:
    """Letters that stand apart where a sign is one of them: $ h ! t, f * c k."""
    if not _SIGN_APART.search(text):
        return
    for run in _UNITS_AND_SIGNS.finditer(text):
        units = "".join(_UNIT_OR_SIGN.findall(run[0]))
        if units.isalnum() or not any(map(str.isalpha, units)):
            continue
        if "*" not in units:
            for reading in readings(units):
                yield reading, run.start(), run.end(), DisguiseKind.SPACED
            continue
        known = ["".join(readings(part)[:1]) for part in units.split("*")]
        yield HIDDEN.join(known), run.start(), run.end(), DisguiseKind.MASKED


def _fragments(text: str, words: Sequence[Word]) -> set[int]:
    """Which words are too short to be a word, or are none that English has."""
    return {
        index
        for index, word in enumerate(words)
        if len(word.text) <= _MAX_FRAGMENT and word.text not in SHORT and _is_fragment(text, word)
    }


def _is_fragment(text: str, word: Word) -> bool:
    letters = word.text
    if not letters.isalpha() or not (letters.isascii() or len(letters) == 1):
        return False
    return not (letters in _CONTRACTED and text[word.start - 1 : word.start] == "'")


def _is_unit(letters: str) -> bool:
    """Whether this is one letter, or one that is repeated."""
    return len(letters) == 1 or letters == letters[0] * len(letters)


def _joined_chain(text: str, words: Sequence[Word], places: range) -> Iterator[Found]:
    chain = words[places.start : places.stop]
    if not any(word.text.isalpha() for word in chain):
        return
    yield from _spelt(chain)
    for part in _evenly_spaced(text, chain):
        if part is not chain:
            yield from _spelt(part)
        yield from _without_short_words(part)
    # The letters of a neighbour: as s h o l e.
    for longer in (words[places.start : places.stop + 1], words[max(0, places.start - 1) : places.stop]):
        if len(longer) > len(chain) and _may_be_one(text, longer):
            yield from _spelt(longer)


def _evenly_spaced(text: str, chain: Sequence[Word]) -> list[Sequence[Word]]:
    """The words of a chain: its parts that have the same between all their letters."""
    gaps = [text[before.end : behind.start] for before, behind in pairwise(chain)]
    if len(set(gaps)) == 1:
        return [chain]
    parts = []
    begin = 0
    for index, (gap, following) in enumerate(pairwise([*gaps, ""]), 1):
        if gap != following:
            if index - begin + 1 >= _MIN_UNITS:
                parts.append(chain[begin : index + 1])
            begin = index
    return parts


def _without_short_words(chain: Sequence[Word]) -> Iterator[Found]:
    """The chain without what may be words of one letter at its ends: u r a f u c k."""
    if len(chain) > _MAX_TRIMMED_UNITS:
        return
    for lead in range(_MAX_LEAD + 1):
        for tail in range(_MAX_TAIL + 1):
            if lead + tail and len(chain) - lead - tail >= _MIN_UNITS:
                yield from _spelt(chain[lead : len(chain) - tail])


def _spelt(chain: Sequence[Word]) -> Iterator[Found]:
    letters = "".join([word.text for word in chain])
    start, end = chain[0].start, chain[-1].end
    for reading in [letters] if letters.isalpha() else readings(letters):
        yield reading, start, end, DisguiseKind.SPACED
        for squeezed in squeezes(reading):
            yield squeezed, start, end, DisguiseKind.SPACED


def _may_be_one(text: str, parts: Sequence[Word]) -> bool:
    longest = _MAX_PART if len(parts) == 2 else _MAX_SMALL_PART
    for part in parts:
        if len(part.text) > longest or part.text.isdecimal():
            return False
    return all(_JOINT.match(text, before.end, behind.start) for before, behind in pairwise(parts))


def _joined(parts: Sequence[Word]) -> Iterator[Found]:
    letters = "".join([part.text for part in parts])
    start, end = parts[0].start, parts[-1].end
    if len(letters) > _MAX_JOINED:
        return
    if not letters.isalpha():
        if 2 * sum(map(str.isdecimal, letters)) < len(letters):
            for reading in readings(letters):
                yield reading, start, end, DisguiseKind.SPLIT
        return
    yield letters, start, end, DisguiseKind.SPLIT
    # The gap may stand for the vowel: f ck.
    if len(parts) == 2 and len(letters) <= _MAX_VOWELLESS and _VOWELS.isdisjoint(letters):
        yield parts[0].text + HIDDEN + parts[1].text, start, end, DisguiseKind.MASKED
