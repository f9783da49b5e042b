"""A moderator approves or rejects a comment."""

from dataclasses import dataclass

from service.domain.clock import Clock
from service.domain.comments import Comment
from service.domain.decisions import Decision, DecisionConflict, HumanChoice, Standing, human_decision
from service.domain.errors import CommentNotFound, FieldError, InvalidFields
from service.domain.principals import Principal, Right
from service.domain.reasons import REJECTION_REASONS
from service.domain.states import Action
from service.storage.store import Store

LONGEST_NOTE = 2_000


@dataclass(frozen=True, slots=True)
class Decided:
    """The decision, and the comment as it stands under it."""

    decision: Decision
    comment: Comment


@dataclass(frozen=True, slots=True)
class DecideComment:
    store: Store
    clock: Clock

    def __call__(self, principal: Principal, comment_id: str, choice: HumanChoice) -> Decided:
        """Record the decision and publish or unpublish the comment, in one transaction.

        Raises NotAllowed, InvalidFields, CommentNotFound, StoreUnavailable, and DecisionConflict where
        the comment has moved on since the moderator looked (see `human_decision`).
        """
        principal.require(Right.MODERATE)
        _check(choice)
        with self.store.write() as tx:
            standing = tx.decisions.standing(comment_id)
            if standing is None:
                raise CommentNotFound("There is no comment with this id.")
            decision = human_decision(principal, choice, standing, self.clock())
            if decision is None:
                raise _conflict(standing)
            if not tx.decisions.apply([(decision, standing)]):
                # Somebody was faster between our read and our write. What now stands is theirs.
                raise _conflict(tx.decisions.standing(comment_id) or standing)
            comment = tx.comments.current(comment_id)
        assert comment is not None, "comments are never deleted"
        return Decided(decision, comment)


def _check(choice: HumanChoice) -> None:
    errors = [
        FieldError(name, "too_long", f"At most {LONGEST_NOTE:,} characters.")
        for name, text in (("note", choice.note), ("message", choice.message))
        if text is not None and len(text) > LONGEST_NOTE
    ]
    if choice.action is Action.REJECT and choice.reason not in REJECTION_REASONS:
        known = ", ".join(sorted(REJECTION_REASONS))
        errors.append(FieldError("reason", "unknown_reason", f"Give one of these reasons: {known}."))
    if errors:
        raise InvalidFields(errors)


def _conflict(standing: Standing) -> DecisionConflict:
    decision = standing.decision
    if decision is None:
        detail = f"The comment is {standing.state} at revision {standing.revision}. Load it again."
    else:
        who = decision.actor or "automation"
        when = decision.decided_at.strftime("%H:%M")
        detail = (
            f"The comment was already {standing.state} by {who} at {when} UTC (revision {standing.revision})."
            " Load it again; to overrule that decision, name it in `replaces`."
        )
    return DecisionConflict(detail, decision, standing.state, standing.revision)
