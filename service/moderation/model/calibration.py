"""Probabilities from margins: Platt's sigmoid.

J. Platt, "Probabilistic Outputs for Support Vector Machines", 1999, with his softened targets, which
keep a few examples that are told apart perfectly from giving certainty.
"""

import numpy as np

from service.moderation.model.evaluation import Labels, Scores

_MAX_STEPS = 50
_RIDGE = 1e-6
_MIN_SLOPE = 1e-3


def fitted_sigmoid(margins: Scores, positive: Labels, weights: Scores) -> tuple[float, float]:
    """The slope, above 0, and the offset of the sigmoid that fits best, by Newton's method."""
    positives, negatives = float(weights[positive].sum()), float(weights[~positive].sum())
    targets = np.where(positive, (positives + 1) / (positives + 2), 1 / (negatives + 2))
    inputs = np.stack((margins, np.ones_like(margins)))
    slope_and_offset = np.zeros(2)
    for _ in range(_MAX_STEPS):
        probabilities = 0.5 + 0.5 * np.tanh(0.5 * (slope_and_offset @ inputs))
        gradient = inputs @ (weights * (probabilities - targets))
        curvature = (inputs * (weights * probabilities * (1 - probabilities))) @ inputs.T
        step = np.linalg.solve(curvature + _RIDGE * np.eye(2), gradient)
        slope_and_offset -= step
        if np.abs(step).max() < 1e-9:
            break
    slope, offset = slope_and_offset
    # Examples that cannot be told apart could give a slope that turns the order of the scores around.
    return max(float(slope), _MIN_SLOPE), float(offset)
