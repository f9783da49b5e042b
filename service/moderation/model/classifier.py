"""How sure a model is that a text is what it looks for, and which words make it so."""

import math
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from service.domain.judgement import Span
from service.moderation.model.features import Features, Placed, features_of, placed_features
from service.moderation.model.weights import Model, read_model
from service.moderation.normalise import Text

MAX_TELLING_WORDS = 5
_LEAST_SHARE = 0.25
"""A word that pushes less than this part of what the first one pushes tells a moderator nothing."""


class Telling(NamedTuple):
    """The words that make a score, in reading order; and the strongest of them as it is folded, empty where
    no word pushes the score up.
    """

    words: list[Span]
    strongest: str


class Classifier:
    """A model, ready to be asked. It holds no state that an answer changes."""

    def __init__(self, model: Model) -> None:
        self.description = model.description
        self.digest = model.digest
        self._weights = model.weights

    @classmethod
    def from_file(cls, path: Path) -> "Classifier":
        """The classifier in a model file. Raises ModelError."""
        return cls(read_model(path))

    def score(self, text: Text) -> float:
        """The calibrated probability, 0 to 1, that the text is what the model looks for."""
        # tanh, not exp: nothing overflows, whatever the odds.
        return 0.5 + 0.5 * math.tanh(0.5 * self._log_odds(features_of(text)))

    def telling_words(self, text: Text) -> list[Span]:
        """The few words that push the text's score up most, in reading order."""
        return self.telling(text).words

    def telling(self, text: Text) -> "Telling":
        """What pushes the text's score up most."""
        placed, pushes = self._pushes(text)
        most_first = np.argsort(-pushes, kind="stable")[:MAX_TELLING_WORDS]
        least = max(1.0, _LEAST_SHARE * float(pushes[most_first[0]]))
        words = sorted(most_first[pushes[most_first] >= least].tolist())
        spans = [text.folded.span(int(placed.begins[word]), int(placed.ends[word])) for word in words]
        most = int(most_first[0])
        strongest = text.folded.text[int(placed.begins[most]) : int(placed.ends[most])]
        return Telling(spans, strongest if pushes[most] > 0 else "")

    def _pushes(self, text: Text) -> tuple[Placed, npt.NDArray[np.float64]]:
        """By how much each word of the text pushes the score up."""
        placed = placed_features(text.folded.text)
        weights = self._weights.take(placed.buckets)
        pushes = np.bincount(placed.words, weights, minlength=len(placed.begins)).astype(np.float64)
        pushes[placed.begins < 0] = 0
        return placed, pushes

    def _log_odds(self, features: Features) -> float:
        """The higher of the whole text's and the highest of a window's.

        The highest of many is high by chance, so the odds of a window are divided by their number.
        """
        smoothing = self.description.smoothing
        weights = self._weights.take(features.buckets)
        pushed = int(np.add.reduce(weights, dtype=np.int64)) / math.sqrt(len(weights) + smoothing)
        log_odds = self._calibrated(pushed)
        windows = len(features.starts) - 1
        if windows <= 1:
            return log_odds
        blocks = np.add.reduceat(weights, features.starts, dtype=np.int64)
        counts = features.counts[:-1] + features.counts[1:]
        pushed = float(((blocks[:-1] + blocks[1:]) / np.sqrt(counts + smoothing)).max())
        return max(log_odds, self._calibrated(pushed) - math.log(windows))

    def _calibrated(self, pushed: float) -> float:
        described = self.description
        return described.slope * (described.bias + described.scale * pushed) + described.offset
