"""Decisions: the recorded acts that change a comment's state, and how each kind of them is made."""

from dataclasses import dataclass, replace
from datetime import datetime

from service.domain.errors import DomainError
from service.domain.ids import new_id
from service.domain.judgement import RecordedJudgement
from service.domain.principals import Principal
from service.domain.reasons import Reason, ReasonCode, reason
from service.domain.states import Action, ActorKind, State, next_state


@dataclass(frozen=True, slots=True)
class Decision:
    """The recorded act that changed a comment's state. Never altered, never deleted.

    `actor` is a moderator's name, or None for automation, which is named by `policy_version`. `note` is
    for moderators' eyes only; what the author reads stands in `reasons`. `replaces` is the decision
    that stood before. `judgement_id` points at the evidence of an automatic decision.
    """

    id: str
    comment_id: str
    revision: int
    action: Action
    state: State
    actor_kind: ActorKind
    actor_id: str | None
    actor: str | None
    reasons: tuple[Reason, ...]
    rules: tuple[str, ...]
    policy_version: str | None
    judgement_id: str | None
    note: str | None
    replaces: str | None
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """How a comment stands at one moment: what a decision is compared against before it is written.

    `published_revision` is the revision that readers see, None if they see none.
    """

    comment_id: str
    article_id: str
    revision: int
    state: State
    decision: Decision | None
    published_revision: int | None


class DecisionConflict(DomainError):
    """The comment has moved on since the caller looked; `standing` is the decision in force, if any."""

    code = "decision_conflict"
    title = "The comment has moved on"

    def __init__(self, detail: str, standing: Decision | None, state: State, revision: int) -> None:
        super().__init__(detail)
        self.standing = standing
        self.state = state
        self.revision = revision


@dataclass(frozen=True, slots=True)
class HumanChoice:
    """What a moderator chose, about the revision that they read.

    `note` is for moderators; `message` replaces the standard words that the author reads. `replaces`
    names the decision that this one knowingly overrules.
    """

    action: Action
    revision: int
    reason: ReasonCode | None = None
    note: str | None = None
    message: str | None = None
    replaces: str | None = None


def human_decision(
    moderator: Principal, choice: HumanChoice, standing: Standing, now: datetime
) -> Decision | None:
    """The decision that a moderator's choice amounts to, or None where the comment has moved on.

    It has moved on when the revision is another, when its state makes no sense of the choice, or when
    another moderator's decision stands that the choice does not name: two people never decide over each
    other unknowingly.
    """
    state = next_state(ActorKind.MODERATOR, standing.state, choice.action)
    if (
        state is None
        or choice.revision != standing.revision
        or not _knows(moderator, choice, standing.decision)
    ):
        return None
    rejected = choice.action is Action.REJECT
    code = choice.reason if rejected and choice.reason else ReasonCode.REVIEWED
    return Decision(
        id=new_id(now),
        comment_id=standing.comment_id,
        revision=standing.revision,
        action=choice.action,
        state=state,
        actor_kind=ActorKind.MODERATOR,
        actor_id=moderator.id,
        actor=moderator.name,
        reasons=(reason(code, choice.message),),
        rules=(),
        policy_version=None,
        judgement_id=None,
        note=choice.note,
        replaces=standing.decision.id if standing.decision else None,
        decided_at=now,
    )


def _knows(moderator: Principal, choice: HumanChoice, decision: Decision | None) -> bool:
    """Whether the moderator knows of the decision in force: named it, made it, or it is automation's."""
    if choice.replaces is not None:
        return decision is not None and choice.replaces == decision.id
    return decision is None or decision.actor_id in (None, moderator.id)


def automatic_decision(recorded: RecordedJudgement) -> Decision:
    """The decision that follows from a run of the pipeline."""
    verdict = recorded.judgement.verdict
    return replace(
        system_hold(recorded.comment_id, recorded.revision, recorded.judged_at),
        action=verdict.action,
        state=_state_after(verdict.action),
        reasons=verdict.reasons,
        rules=verdict.rules,
        policy_version=recorded.judgement.policy_version,
        judgement_id=recorded.id,
    )


def system_hold(comment_id: str, revision: int, now: datetime) -> Decision:
    """The decision for a comment that could not be judged: a human looks at it."""
    return Decision(
        id=new_id(now),
        comment_id=comment_id,
        revision=revision,
        action=Action.HOLD,
        state=_state_after(Action.HOLD),
        actor_kind=ActorKind.AUTOMATION,
        actor_id=None,
        actor=None,
        reasons=(reason(ReasonCode.SYSTEM_ERROR),),
        rules=(),
        policy_version=None,
        judgement_id=None,
        note=None,
        replaces=None,
        decided_at=now,
    )


def _state_after(action: Action) -> State:
    state = next_state(ActorKind.AUTOMATION, State.PENDING, action)
    assert state is not None, "automation may take every action on a pending comment"
    return state
