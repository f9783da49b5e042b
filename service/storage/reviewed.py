"""What moderators decided, text by text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, select

from service.domain.reasons import ReasonCode
from service.domain.states import ActorKind, State
from service.storage.reasons import reasons_of
from service.storage.tables import comments, decisions, revisions

_PAGE = 500


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One revision as the moderator's decision in force leaves it."""

    body: str
    state: State
    reasons: tuple[ReasonCode, ...]


class ReviewedRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> Iterator[Reviewed]:
        """Every text whose decision in force is a moderator's, oldest comment first, read page by page."""
        after = ""
        while rows := self._page(after):
            reasons = reasons_of(self._connection, [row.decision_id for row in rows])
            for row in rows:
                codes = tuple(reason.code for reason in reasons.get(row.decision_id, ()))
                yield Reviewed(row.body, State(row.state), codes)
            after = rows[-1].id

    def _page(self, after: str) -> Sequence[Row[Any]]:
        statement: Select[Any] = (
            select(comments.c.id, comments.c.state, comments.c.decision_id, revisions.c.body)
            .join(decisions, decisions.c.id == comments.c.decision_id)
            .join(
                revisions,
                and_(revisions.c.comment_id == comments.c.id, revisions.c.number == comments.c.revision),
            )
            .where(decisions.c.actor_kind == ActorKind.MODERATOR, comments.c.id > after)
            .order_by(comments.c.id)
            .limit(_PAGE)
        )
        return self._connection.execute(statement).all()
