"""The states of a comment, and the one table of what may follow what.

    pending --automation--> approved | held | rejected
    any but the target state --moderator--> approved | rejected

A moderator may decide a comment that automation has not looked at yet: the automatic verdict then
arrives late, is kept as evidence, and changes nothing.
"""

from enum import StrEnum


class State(StrEnum):
    PENDING = "pending"
    HELD = "held"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Action(StrEnum):
    """What a decision did."""

    APPROVE = "approve"
    HOLD = "hold"
    REJECT = "reject"


class ActorKind(StrEnum):
    """Who decided: the pipeline under a policy, or a person."""

    AUTOMATION = "automation"
    MODERATOR = "moderator"


_OUTCOME = {Action.APPROVE: State.APPROVED, Action.HOLD: State.HELD, Action.REJECT: State.REJECTED}

TRANSITIONS: dict[tuple[ActorKind, State, Action], State] = {
    **{(ActorKind.AUTOMATION, State.PENDING, action): state for action, state in _OUTCOME.items()},
    (ActorKind.MODERATOR, State.PENDING, Action.APPROVE): State.APPROVED,
    (ActorKind.MODERATOR, State.HELD, Action.APPROVE): State.APPROVED,
    (ActorKind.MODERATOR, State.REJECTED, Action.APPROVE): State.APPROVED,
    (ActorKind.MODERATOR, State.PENDING, Action.REJECT): State.REJECTED,
    (ActorKind.MODERATOR, State.HELD, Action.REJECT): State.REJECTED,
    (ActorKind.MODERATOR, State.APPROVED, Action.REJECT): State.REJECTED,
}


def next_state(actor: ActorKind, state: State, action: Action) -> State | None:
    """The state that follows, or None where this actor may not take this action in this state."""
    return TRANSITIONS.get((actor, state, action))
