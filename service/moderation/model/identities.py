"""Keeps a model from taking the names of people for hostility.

Words such as "gay" or "muslim" stand in hostile texts more often than in others. So clean examples get
twins in which people are named, until each of these words says nothing by itself; what stands around it
still may.
"""

import tomllib
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from service.moderation.model.evaluation import Labels, Scores
from service.moderation.model.features import BITS, Indexes, word_features
from service.moderation.model.fitting import Examples, joined

_MAX_TWINS_OF_A_WORD = 4_000


def with_twins(examples: Examples, seed: int) -> Examples:
    """The examples, and clean ones with each of the words that more of the positive ones have."""
    random = np.random.default_rng(seed)
    clean = np.flatnonzero(~examples.positive)
    missing = (_shares(examples, examples.positive) - _shares(examples, ~examples.positive)) * len(clean)
    parts = [examples]
    for word, count in zip(_words(), missing.astype(np.intp).tolist(), strict=True):
        if count > 0:
            chosen = random.choice(clean, min(count, len(clean), _MAX_TWINS_OF_A_WORD), replace=False)
            parts.append(_with_word(examples.at(np.sort(chosen)), word))
    return joined(parts)


def _shares(examples: Examples, of: Labels) -> Scores:
    """For each word the share, by weight, of these examples that have it."""
    words = _words()
    # A word is known by one of its buckets, its own; the number 0 stands for all other buckets.
    known = np.zeros(1 << BITS, np.intp)
    known[[word[0] for word in words]] = np.arange(1, len(words) + 1)
    found = known[examples.buckets]
    weights = np.where(of, examples.weights, 0.0)
    by_feature = np.repeat(weights, np.diff(examples.begins))
    shares: Scores = np.bincount(found, by_feature, minlength=len(words) + 1)[1:] / weights.sum()
    return shares


def _with_word(examples: Examples, word: npt.NDArray[np.int32]) -> Examples:
    """The examples with the word added to each."""
    buckets = np.insert(
        examples.buckets, np.repeat(examples.begins[1:], len(word)), np.tile(word, len(examples))
    )
    begins: Indexes = examples.begins + len(word) * np.arange(len(examples) + 1)
    return Examples(buckets, begins, examples.positive, examples.weights)


@cache
def _words() -> list[npt.NDArray[np.int32]]:
    """Each word's features, its own bucket first."""
    document = tomllib.loads(Path(__file__).with_name("identities.toml").read_text("utf-8"))
    return [word_features(word) for word in document["words"]]
