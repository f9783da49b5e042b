"""Runs every detector on a text and decides."""

import logging
import re
import traceback
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter_ns

from service.domain.judgement import Context, DetectorRun, Evidence, Judgement, Signal
from service.moderation.detectors import Detector, build_detectors
from service.moderation.normalise import Text
from service.moderation.policy import Policy, check_text_tests
from service.moderation.rules import decide

log = logging.getLogger(__name__)

MAX_ERROR_CHARACTERS = 200
_LONG_WORD = re.compile(r"\w{4,}")


class Judge:
    """Judges comments under one policy. Costly to build (tens of milliseconds), cheap to ask.

    It holds no state that a judgement could change, so threads and forked processes may share one.
    """

    def __init__(
        self, policy: Policy, detectors: Sequence[Detector] | None = None, models: Path | None = None
    ) -> None:
        """`detectors` replaces those that the policy sets up; `models` is a folder with language models of
        the magazine's own. Raises PolicyError where a rule does not do
        with a text what its own tests say.
        """
        self._policy = policy
        self._detectors = build_detectors(policy, models) if detectors is None else tuple(detectors)
        self._reported: set[str] = set()
        # Loads what detectors load on first use, so that the first comment does not wait for it and a
        # detector that cannot load is known from the start.
        warmed = self.judge("", Context(policy.mode, author_approved_count=0, author_same_text_count=0))
        self._faults = tuple(f"{run.detector}: {run.error}" for run in warmed.evidence.runs if run.error)
        # Where a detector is missing, a test that fails says nothing about the policy.
        if detectors is None and not self._faults:
            check_text_tests(policy, lambda text, context: self.judge(text, context).verdict.rules)

    @property
    def policy(self) -> Policy:
        """The policy that this judge applies."""
        return self._policy

    @property
    def faults(self) -> tuple[str, ...]:
        """The detectors that cannot work, each with its error: every comment will be held for them."""
        return self._faults

    def judge(self, body: str, context: Context) -> Judgement:
        """The verdict on a text, with all evidence that it follows from. Never raises.

        Every detector runs on every text, whatever the others found, so that the evidence is whole.
        """
        text = Text(body)
        evidence = Evidence(tuple(self._run(detector, text, context) for detector in self._detectors))
        verdict = decide(evidence, context, self._policy)
        return Judgement(verdict, evidence, context, self._policy.version)

    def _run(self, detector: Detector, text: Text, context: Context) -> DetectorRun:
        """One timed run. A boundary: a detector that raises leaves an error in the evidence, which holds."""
        started = perf_counter_ns()
        signals: tuple[Signal, ...] = ()
        error = None
        try:
            signals = detector.find(text, context)
        except Exception as raised:  # noqa: BLE001
            error = _described(raised, text.body)
            self._report(detector, error, raised)
        microseconds = (perf_counter_ns() - started) // 1_000
        return DetectorRun(detector.name, detector.version, microseconds, signals, error)

    def _report(self, detector: Detector, error: str, raised: Exception) -> None:
        """Say in the log what fails, once for each kind of failure: a lost file fails for every comment."""
        kind = f"{detector.name}: {type(raised).__name__}"
        if kind in self._reported:
            return
        self._reported.add(kind)
        # The frames only: the traceback's last line would repeat the message with the comment's words in it.
        frames = "".join(traceback.format_tb(raised.__traceback__))
        log.error(
            "The detector %s fails, and every comment that it fails on is held: %s\n%s",
            detector.name,
            error,
            frames,
        )


def _described(raised: Exception, body: str) -> str:
    """The error's class and message, without any longer word of the comment, which is private."""
    message = _LONG_WORD.sub(lambda word: "..." if word[0] in body else word[0], str(raised))
    return f"{type(raised).__name__}: {message}"[:MAX_ERROR_CHARACTERS]
