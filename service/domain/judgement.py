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
    `exact` is False where it shows only after folding: the author did not type it in so many letters.
    `folded` are the forms in which it was found then. `count` is how often it was found, which may be
    more than there are spans.
    """

    code: str
    score: float
    severity: int
    spans: tuple[Span, ...] = ()
    detail: str = ""
    exact: bool = True
    folded: tuple[str, ...] = ()
    count: int = 1


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

    `section`: the article's, empty where it has none.
    `author_approved_count`: the author's comments approved so far.
    `author_same_text_count`: the author's earlier comments with the same normalised text.
    `author_recent_count`: how many of the author's comments were decided lately, at most 20;
    `author_rejected_count`: how many of those were rejected.
    `others_same_text_count`: other readers who lately posted the same normalised text.
    `others_alike_count`: other readers who lately posted nearly the same text.
    """

    mode: ArticleMode
    author_approved_count: int
    author_same_text_count: int
    section: str = ""
    author_recent_count: int = 0
    author_rejected_count: int = 0
    others_same_text_count: int = 0
    others_alike_count: int = 0


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
