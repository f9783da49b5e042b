"""Letters that are repeated."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import product

from service.moderation.normalise.disguise import DisguiseKind
from service.moderation.normalise.found import Found
from service.moderation.normalise.ordinary import DOUBLED
from service.moderation.normalise.words import Word

_TWICE = re.compile(r"([a-z])\1")
_RUN = re.compile(r"([a-z])\1+")
_LONG_RUN = re.compile(r"([a-z])\1\1+")
_MAX_LETTERS = 40
_MIN_LETTERS = 3
_MAX_LONG_RUNS = 3


def squeezed_words(text: str, words: Sequence[Word]) -> Iterator[Found]:
    """The words with letters twice or more in a row, squeezed."""
    starts: list[int] = []
    done = 0
    for twice in _TWICE.finditer(text):
        if twice.start() < done:
            continue
        starts = starts or [word.start for word in words]
        word = words[bisect_right(starts, twice.start()) - 1]
        done = word.end
        if word.text not in DOUBLED:
            for candidate in squeezes(word.text):
                yield candidate, word.start, word.end, DisguiseKind.SQUEEZED


def squeezes(word: str) -> list[str]:
    """What a word with repeated letters may be meant to be; nothing if it has none.

    Every run once; and where a run is longer than English has them, each of the first three such runs
    once and twice, the doubled letters staying as they are ("asssshoole", "niiice").
    """
    once = _RUN.sub(r"\1", word)
    if once == word or not _MIN_LETTERS <= len(once) <= _MAX_LETTERS:
        return []
    candidates = [once]
    long_runs = list(_LONG_RUN.finditer(word))
    if long_runs:
        for widths in product((1, 2), repeat=min(len(long_runs), _MAX_LONG_RUNS)):
            candidate = _resized(word, long_runs, widths)
            if len(candidate) <= _MAX_LETTERS:
                candidates.append(candidate)
    return list(dict.fromkeys(candidates))


def _resized(word: str, runs: Sequence[re.Match[str]], widths: Sequence[int]) -> str:
    parts: list[str] = []
    read = 0
    for index, run in enumerate(runs):
        width = widths[index] if index < len(widths) else 1
        parts += (word[read : run.start()], run[1] * width)
        read = run.end()
    return "".join(parts) + word[read:]
