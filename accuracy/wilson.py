"""How sure a share is that was counted on a sample."""

import math
from typing import NamedTuple

_Z = 1.959963984540054
"""Of a normal distribution, 95 % lies within so many standard deviations."""


class Interval(NamedTuple):
    low: float
    high: float


def wilson_interval(hits: int, of: int) -> Interval:
    """The 95 % score interval of a share (E. B. Wilson, 1927). It stays honest for few lines and for shares
    near 0 and 1, where the usual one shrinks to nothing. Nothing counted, nothing known: from 0 to 1.
    """
    if not of:
        return Interval(0.0, 1.0)
    share = hits / of
    scale = 1 + _Z**2 / of
    middle = (share + _Z**2 / (2 * of)) / scale
    reach = _Z / scale * math.sqrt(share * (1 - share) / of + _Z**2 / (4 * of**2))
    return Interval(max(0.0, middle - reach), min(1.0, middle + reach))
