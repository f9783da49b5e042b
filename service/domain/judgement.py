"""What the pipeline finds in a comment, and what it makes of it.

A verdict is a pure function of evidence, context and policy, so all three are kept: the same three
give the same verdict for ever.
"""

from dataclasses import dataclass
from datetime import datetime

from service.domain.articles import ArticleMode
from service.domain.reasons import Reason
from service.domain.states import Action


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text as its author typed it: code points, `end` not included."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing that a detector found.

    `score` runs from 0 to 1 (how sure), `severity` from 1 (mild) to 4 (grave). `spans` is empty where
    the finding is about the whole text or its author. `detail` says what was matched, for moderators.
    """

    code: str
    score: float
    severity: int
    spans: tuple[Span, ...] = ()
    detail: str = ""


@dataclass(frozen=True, slots=True)
class DetectorRun:
    """One detector's pass over one text: what it found, or the error that it raised."""

    detector: str
    version: str
    microseconds: int
    signals: tuple[Signal, ...] = ()
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that every detector found."""

    runs: tuple[DetectorRun, ...]

    @property
    def signals(self) -> tuple[Signal, ...]:
        return tuple(signal for run in self.runs for signal in run.signals)

    @property
    def failed_detectors(self) -> tuple[str, ...]:
        return tuple(run.detector for run in self.runs if run.error is not None)


@dataclass(frozen=True, slots=True)
class Context:
    """What a verdict depends on beside the text.

    `author_approved_count`: the author's comments approved so far.
    `author_same_text_count`: the author's other comments with the same normalised text.
    """

    mode: ArticleMode
    author_approved_count: int
    author_same_text_count: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """The pipeline's answer. `rules` names the policy's rules that fired, in the order of `reasons`."""

    action: Action
    reasons: tuple[Reason, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """One run of the pipeline: the verdict and all that it follows from."""

    verdict: Verdict
    evidence: Evidence
    context: Context
    policy_version: str


@dataclass(frozen=True, slots=True)
class RecordedJudgement:
    """A stored run of the pipeline; `applied` is False where a human had already decided."""

    id: str
    comment_id: str
    revision: int
    judgement: Judgement
    applied: bool
    judged_at: datetime
