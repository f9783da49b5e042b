"""Decisions: how a comment stands, and the one place where its state changes."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from enum import Enum, auto
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Update, bindparam, insert, select, update

from service.domain.decisions import Decision, Standing
from service.domain.reasons import Reason
from service.domain.states import Action, ActorKind, State
from service.storage.reasons import reasons_of
from service.storage.tables import accounts, articles, comments, decision_reasons, decisions

_INSERT = insert(decisions)
_INSERT_REASONS = insert(decision_reasons)
_COUNT = (
    update(articles)
    .where(articles.c.id == bindparam("article"))
    .values(version=articles.c.version + 1, comment_count=articles.c.comment_count + bindparam("more"))
)


class DecisionRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def standing(self, comment_id: str) -> Standing | None:
        """How the comment stands now."""
        row = self._connection.execute(
            select(
                comments.c.id,
                comments.c.article_id,
                comments.c.revision,
                comments.c.state,
                comments.c.decision_id,
                comments.c.published_revision,
            ).where(comments.c.id == comment_id)
        ).first()
        if row is None:
            return None
        decision = self.by_id([row.decision_id]).get(row.decision_id) if row.decision_id else None
        return Standing(
            row.id, row.article_id, row.revision, State(row.state), decision, row.published_revision
        )

    def apply(self, proposals: Sequence[tuple[Decision, Standing]]) -> set[str]:
        """Record each decision whose comment still stands as it stood, and change the comment's state.

        A decision whose comment has moved on is left out; says which were applied, by their ids.
        """
        # In the comments' order, so that two transactions never wait for each other crosswise.
        in_order = sorted(proposals, key=lambda proposal: proposal[1].comment_id)
        applied = [proposal for proposal in in_order if self._compare_and_set(*proposal)]
        if applied:
            self._insert([decision for decision, _ in applied])
            self._count(applied)
        return {decision.id for decision, _ in applied}

    def _compare_and_set(self, decision: Decision, standing: Standing) -> bool:
        values = {
            "comment": standing.comment_id,
            "at_revision": standing.revision,
            "before": standing.state,
            "after": decision.state,
            "decision": decision.id,
        }
        if standing.decision:
            values["replaced"] = standing.decision.id
        statement = _change_of_state(standing.decision is None, _publication(decision, standing))
        return self._connection.execute(statement, values).rowcount == 1

    def _insert(self, applied: Sequence[Decision]) -> None:
        self._connection.execute(_INSERT, [_to_row(decision) for decision in applied])
        self._connection.execute(
            _INSERT_REASONS,
            [
                {"decision_id": decision.id, "position": position, "code": each.code, "message": each.message}
                for decision in applied
                for position, each in enumerate(decision.reasons)
            ],
        )

    def _count(self, applied: Iterable[tuple[Decision, Standing]]) -> None:
        """Keep each article's count of published comments, and its version, in step."""
        more: Counter[str] = Counter()
        for decision, standing in applied:
            match _publication(decision, standing):
                case _Publication.PUBLISH:
                    more[standing.article_id] += standing.published_revision is None
                case _Publication.UNPUBLISH:
                    more[standing.article_id] -= 1
        for article_id, number in sorted(more.items()):
            self._connection.execute(_COUNT, {"article": article_id, "more": number})

    def by_id(self, decision_ids: Iterable[str]) -> dict[str, Decision]:
        """These decisions, in two queries however many they are."""
        wanted = set(decision_ids)
        found = self._where(decisions.c.id.in_(wanted)) if wanted else ()
        return {decision.id: decision for decision in found}

    def of_comment(self, comment_id: str) -> tuple[Decision, ...]:
        """Every decision about this comment, oldest first."""
        return self._where(decisions.c.comment_id == comment_id)

    def _where(self, condition: ColumnElement[bool]) -> tuple[Decision, ...]:
        rows = self._connection.execute(
            select(decisions, accounts.c.name.label("actor"))
            .outerjoin(accounts, accounts.c.id == decisions.c.actor_id)
            .where(condition)
            .order_by(decisions.c.id)
        ).all()
        reasons = reasons_of(self._connection, [row.id for row in rows])
        return tuple(_to_decision(row, reasons.get(row.id, ())) for row in rows)


class _Publication(Enum):
    """What a decision does to what readers see."""

    PUBLISH = auto()
    UNPUBLISH = auto()
    KEEP = auto()
    """An earlier approved revision stays where a later one is refused."""


def _publication(decision: Decision, standing: Standing) -> _Publication:
    if decision.action is Action.APPROVE:
        return _Publication.PUBLISH
    if standing.published_revision == decision.revision:
        return _Publication.UNPUBLISH
    return _Publication.KEEP


@cache
def _change_of_state(undecided: bool, publication: _Publication) -> Update:
    """The compare-and-set: nothing is changed unless the comment stands exactly as it stood."""
    decision_id = comments.c.decision_id
    statement = (
        update(comments)
        .where(
            comments.c.id == bindparam("comment"),
            comments.c.revision == bindparam("at_revision"),
            comments.c.state == bindparam("before"),
            decision_id.is_(None) if undecided else decision_id == bindparam("replaced"),
        )
        .values(state=bindparam("after"), decision_id=bindparam("decision"))
    )
    match publication:
        case _Publication.PUBLISH:
            return statement.values(
                published_revision=bindparam("at_revision"),
                published_decision_id=bindparam("decision"),
                published_state=State.APPROVED,
            )
        case _Publication.UNPUBLISH:
            return statement.values(published_revision=None, published_decision_id=None, published_state=None)
        case _Publication.KEEP:
            return statement


def _to_row(decision: Decision) -> dict[str, Any]:
    return {
        "id": decision.id,
        "comment_id": decision.comment_id,
        "revision": decision.revision,
        "action": decision.action,
        "state": decision.state,
        "actor_kind": decision.actor_kind,
        "actor_id": decision.actor_id,
        "rules": json.dumps(decision.rules),
        "policy_version": decision.policy_version,
        "judgement_id": decision.judgement_id,
        "note": decision.note,
        "replaces": decision.replaces,
        "decided_at": decision.decided_at,
    }


def _to_decision(row: Row[Any], reasons: tuple[Reason, ...]) -> Decision:
    return Decision(
        id=row.id,
        comment_id=row.comment_id,
        revision=row.revision,
        action=Action(row.action),
        state=State(row.state),
        actor_kind=ActorKind(row.actor_kind),
        actor_id=row.actor_id,
        actor=row.actor,
        reasons=reasons,
        rules=tuple(json.loads(row.rules)),
        policy_version=row.policy_version,
        judgement_id=row.judgement_id,
        note=row.note,
        replaces=row.replaces,
        decided_at=row.decided_at,
    )
