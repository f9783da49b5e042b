"""How well scores tell examples apart."""

import numpy as np
import numpy.typing as npt

from service.moderation.model.weights import Measure

FLAGGED_SHARES = (0.01, 0.02, 0.04)
"""The shares of clean texts flagged for which thresholds and catches are given."""

Scores = npt.NDArray[np.float64]
Labels = npt.NDArray[np.bool_]


def measure(source: str, unseen: str, scores: Scores, positive: Labels) -> Measure:
    """How well these scores do. There must be examples of either sort."""
    clean = scores[~positive]
    even = np.ones(len(clean))
    caught = {
        per_cent(share): round(float((scores[positive] > threshold_for(clean, even, share)).mean()), 3)
        for share in FLAGGED_SHARES
    }
    auc = round(area_under_curve(scores, positive), 3)
    return Measure(source, unseen, len(scores), int(positive.sum()), auc, caught)


def area_under_curve(scores: Scores, positive: Labels) -> float:
    """How often a positive example scores above a clean one; a draw counts half."""
    _, rank, ties = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(ties) - (ties - 1) / 2)[rank]
    positives, negatives = int(positive.sum()), int((~positive).sum())
    above = float(ranks[positive].sum()) - positives * (positives + 1) / 2
    return above / (positives * negatives)


def threshold_for(clean: Scores, weights: Scores, share: float) -> float:
    """The score that this share of the clean examples, by weight, exceeds."""
    return float(np.quantile(clean, 1 - share, weights=weights, method="inverted_cdf"))


def per_cent(share: float) -> str:
    """How a share is named in a model's description."""
    return f"{share:.0%}"
