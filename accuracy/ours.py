"""The pipeline as the service runs it, under the policy that the magazine starts with."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from time import perf_counter_ns

from accuracy.better_profanity_alone import BetterProfanityAlone
from accuracy.lines import CHECKOUT
from service.domain.articles import ArticleMode
from service.domain.judgement import Context
from service.domain.states import Action
from service.moderation.pipeline import Judge
from service.moderation.policy import load_policy

POLICY = CHECKOUT / "config" / "policy.toml"

KNOWN_AUTHOR = Context(ArticleMode.AUTO, author_approved_count=50, author_same_text_count=0)
"""Somebody who has been here for a while, under an article with nothing special about it: what is measured is
the text alone.
"""

_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one line; `better_profanity` says whether that package alone would have flagged it."""

    action: Action
    rules: tuple[str, ...]
    reasons: tuple[str, ...]
    signals: tuple[str, ...]
    failed_detectors: tuple[str, ...]
    nanoseconds: int
    better_profanity: bool

    @property
    def is_flagged(self) -> bool:
        return self.action is not Action.APPROVE


def outcomes(
    texts: Sequence[str], told: Callable[[int], None], processes: int = os.cpu_count() or 1
) -> list[Outcome]:
    """What becomes of each text, in their order. `told` is called with the number judged so far.

    Raises PolicyError.
    """
    _judge()  # a policy that cannot be loaded is one error here instead of one in each process
    parts = [texts[at : at + _AT_ONCE] for at in range(0, len(texts), _AT_ONCE)]
    found: list[Outcome] = []
    with ProcessPoolExecutor(processes) as pool:
        for part in pool.map(outcomes_here, parts):
            found += part
            told(len(found))
    return found


def outcomes_here(texts: Sequence[str]) -> list[Outcome]:
    """What becomes of each text, judged in this process."""
    return [_outcome(text) for text in texts]


def _outcome(text: str) -> Outcome:
    started = perf_counter_ns()
    judgement = _judge().judge(text, KNOWN_AUTHOR)
    nanoseconds = perf_counter_ns() - started
    verdict, evidence = judgement.verdict, judgement.evidence
    return Outcome(
        action=verdict.action,
        rules=verdict.rules,
        reasons=tuple(reason.code for reason in verdict.reasons),
        signals=tuple(signal.code for signal in evidence.signals),
        failed_detectors=evidence.failed_detectors,
        nanoseconds=nanoseconds,
        better_profanity=_better_profanity().flags(text),
    )


@cache
def _judge(policy: Path = POLICY) -> Judge:
    return Judge(load_policy(policy))


@cache
def _better_profanity() -> BetterProfanityAlone:
    return BetterProfanityAlone()
