"""Fits the weights: logistic regression by AdaGrad.

J. Duchi and others, "Adaptive Subgradient Methods", 2011. Each weight has a step of its own, which
suits features of which a few are everywhere and most are rare. One core, numpy alone, seconds; the same
examples and seed give the same weights. Stopped early on purpose: followed to its minimum, the loss
fits the sources better and other people's comments worse.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from service.moderation.model.evaluation import Labels, Scores
from service.moderation.model.features import BITS, Indexes, batch_features

SMOOTHING = 30.0
"""Added to the number of a text's features before the square root: a short text says less for certain."""
_PASSES = 4
_BATCH = 256
_STEP = 0.5
_LAST_STEP = 0.1
_SHRINK = 0.05
"""How strongly weights are pulled towards nothing, over the number of positive examples: few of them are
soon learnt by heart."""
_FIRST_SQUARES = 1e-6
_MAX_MARGIN = 30.0
_TEXTS_AT_ONCE = 4_000


@dataclass(frozen=True, slots=True)
class Examples:
    """Texts as features: those of text `i` stand in `buckets` from `begins[i]` to `begins[i + 1]`."""

    buckets: npt.NDArray[np.int32]
    begins: Indexes
    positive: Labels
    weights: Scores

    def __len__(self) -> int:
        return len(self.positive)

    def at(self, rows: Indexes) -> "Examples":
        """The examples in these rows, in this order."""
        counts = (self.begins[1:] - self.begins[:-1])[rows]
        begins = np.concatenate(([0], np.cumsum(counts)))
        places = np.repeat(self.begins[rows] - begins[:-1], counts) + np.arange(begins[-1])
        return Examples(self.buckets[places], begins, self.positive[rows], self.weights[rows])


@dataclass(frozen=True, slots=True)
class Fitted:
    """The weights of the buckets, and the bias."""

    weights: npt.NDArray[np.float32]
    bias: float

    def margins(self, examples: Examples) -> Scores:
        """The margins of these examples, each read as one window."""
        return _sums(self.weights[examples.buckets], examples.begins) * _scales(examples) + self.bias


def examples_of(texts: Sequence[str], positive: Labels, weight: float) -> Examples:
    """Folded texts as examples that count for `weight` each."""
    buckets, counts = [np.empty(0, np.int32)], [np.empty(0, np.intp)]
    for first in range(0, len(texts), _TEXTS_AT_ONCE):
        some, begins = batch_features(texts[first : first + _TEXTS_AT_ONCE])
        buckets.append(some)
        counts.append(np.diff(begins))
    begins = np.concatenate(([0], np.cumsum(np.concatenate(counts))))
    return Examples(np.concatenate(buckets), begins, positive, np.full(len(texts), weight))


def joined(parts: Sequence[Examples]) -> Examples:
    """All of these, one after the other."""
    lengths = np.concatenate([np.diff(part.begins) for part in parts])
    return Examples(
        np.concatenate([part.buckets for part in parts]),
        np.concatenate(([0], np.cumsum(lengths))),
        np.concatenate([part.positive for part in parts]),
        np.concatenate([part.weights for part in parts]),
    )


def fit(examples: Examples, seed: int) -> Fitted:
    """Weights that tell the positive examples from the others. The average over the last pass."""
    signs = np.where(examples.positive, 1.0, -1.0)
    pulls = signs * examples.weights / examples.weights.mean()
    scales = _scales(examples)
    # The bias stands behind the weights.
    weights = np.zeros((1 << BITS) + 1, np.float32)
    squares = np.full_like(weights, _FIRST_SQUARES)
    averaged = np.zeros_like(weights)
    shrink = np.float32(_SHRINK / max(1, int(examples.positive.sum())))
    batches = list(_batches(len(examples), seed))
    last_pass = len(batches) * (_PASSES - 1) // _PASSES
    for done, rows in enumerate(batches):
        batch, scale = examples.at(rows), scales[rows]
        margins = _sums(weights[batch.buckets], batch.begins) * scale + weights[-1]
        wrong = np.clip(signs[rows] * margins, -_MAX_MARGIN, _MAX_MARGIN)
        pull = -pulls[rows] / (1 + np.exp(wrong)) / len(rows)
        pushed = np.repeat(pull * scale, np.diff(batch.begins))
        gradient = shrink * weights
        gradient[:-1] += np.bincount(batch.buckets, pushed, minlength=1 << BITS).astype(np.float32)
        gradient[-1] = pull.sum()
        squares += gradient * gradient
        step = _STEP * (1 - (1 - _LAST_STEP) * done / len(batches))
        weights -= np.float32(step) * gradient / np.sqrt(squares)
        if done >= last_pass:
            averaged += weights
    averaged /= len(batches) - last_pass
    return Fitted(averaged[:-1], float(averaged[-1]))


def _batches(count: int, seed: int) -> Iterator[Indexes]:
    """The examples' numbers in small groups, each as often as there are passes, in a new order each time."""
    random = np.random.default_rng(seed)
    for _ in range(_PASSES):
        order = random.permutation(count)
        yield from (order[first : first + _BATCH] for first in range(0, count, _BATCH))


def _sums(values: npt.NDArray[np.float32], begins: Indexes) -> Scores:
    """The sum of each text's values. No text is without features: its edge is one."""
    return np.add.reduceat(values, begins[:-1], dtype=np.float64)


def _scales(examples: Examples) -> Scores:
    return 1 / np.sqrt(np.diff(examples.begins) + SMOOTHING)
