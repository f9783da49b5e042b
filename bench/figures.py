"""From the rounds of a measure to the figures of one line in the report."""

import math
import statistics
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bench.load import Round
from bench.processor import PARTIES


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest of the values that at least so many percent of them do not exceed (the nearest rank).

    Raises ValueError where there are no values.
    """
    if not values:
        raise ValueError("nothing was measured")
    rank = math.ceil(percent / 100 * len(values))
    return sorted(values)[max(rank, 1) - 1]


@dataclass(frozen=True, slots=True)
class Figures:
    """One line of the report; None where there is nothing to say. Times are seconds."""

    work: str
    connections: int | None = None
    per_second: float | None = None
    p50: float | None = None
    p99: float | None = None
    longest: float | None = None
    errors: Counter[str] = field(default_factory=Counter)
    shares: Mapping[str, float] = field(default_factory=dict)
    """The part of a core that each party took."""


def figures_of(work: str, connections: int, rounds: Sequence[Round]) -> Figures:
    """Rate and percentiles are the medians of the rounds; longest time and errors are of all rounds."""
    heard = [each for each in rounds if each.latencies]
    return Figures(
        work=work,
        connections=connections,
        per_second=statistics.median(each.answered_in_time / each.seconds for each in rounds),
        p50=_median(heard, lambda each: percentile(each.latencies, 50)),
        p99=_median(heard, lambda each: percentile(each.latencies, 99)),
        longest=max((max(each.latencies) for each in heard), default=None),
        errors=sum((each.errors for each in rounds), Counter()),
        shares={
            party: statistics.median(each.shares.get(party, 0.0) for each in rounds) for party in PARTIES
        },
    )


def _median(rounds: Sequence[Round], of: Callable[[Round], float]) -> float | None:
    return statistics.median(map(of, rounds)) if rounds else None
