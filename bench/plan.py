"""How long and how often things are measured."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plan:
    """`seconds` is the length of a round, `decide_seconds` that of the one paced round."""

    rounds: int
    seconds: float
    decide_seconds: float
    readers: int
    seed: int


FULL = Plan(rounds=3, seconds=2.0, decide_seconds=10.0, readers=64, seed=1)
QUICK = Plan(rounds=1, seconds=1.0, decide_seconds=2.0, readers=12, seed=1)
