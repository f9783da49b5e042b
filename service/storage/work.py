"""The work queue that cannot be lost: pending comments with the moment at which they fall due.

Redis only rings. A worker takes work by writing a later due time into the row (its lease); if it never
finishes, the row falls due again by itself.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, func, or_, select, update

from service.domain.articles import ArticleMode
from service.domain.decisions import Standing
from service.domain.states import State
from service.domain.work import Claimed, Lease, Leased
from service.storage.tables import articles, comments, revisions

_PENDING = comments.c.state == State.PENDING
_CLOCK_SLACK = timedelta(minutes=1)


class WorkRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def claim_fresh(self, now: datetime, lease: Lease, limit: int, first: str | None) -> Leased | None:
        """Claim up to `limit` comments that nobody has tried yet, the one named first."""
        rows = self._rows(_FRESH, now=now, limit=limit)
        if first is not None and all(row.id != first for row in rows):
            rows = [*self._rows(_FRESH_ONE, now=now, id=first), *rows]
        return self._lease(rows[:limit], now, lease)

    def claim_retried(self, now: datetime, lease: Lease, first: str | None) -> Leased | None:
        """Claim one comment that was tried before and never finished.

        Such a comment may be what ended its worker, so it is taken alone and takes nobody with it.
        """
        rows = self._rows(_TRIED, now=now, limit=1)
        if not rows and first is not None:
            rows = self._rows(_ABSURD_ONE, beyond=_beyond_any_lease(now, lease), id=first)
        return self._lease(rows, now, lease)

    def any_retried(self, now: datetime, lease: Lease, first: str | None) -> bool:
        """Whether `claim_retried` would find one, asked without taking it."""
        if self._rows(_ANY_TRIED, now=now):
            return True
        return first is not None and bool(
            self._rows(_ANY_ABSURD_ONE, beyond=_beyond_any_lease(now, lease), id=first)
        )

    def _rows(self, statement: Select[Any], **values: object) -> Sequence[Row[Any]]:
        return self._connection.execute(statement, values).all()

    def _lease(self, rows: Sequence[Row[Any]], now: datetime, lease: Lease) -> Leased | None:
        if not rows:
            return None
        attempt = rows[0].attempts + 1
        comment_ids = tuple(row.id for row in rows)
        self._connection.execute(
            _LEASE, {"ids": comment_ids, "attempt": attempt, "until": now + lease.duration(attempt)}
        )
        return Leased(comment_ids, attempt)

    def load(self, leased: Leased) -> tuple[Claimed, ...]:
        """All that the judgement of these comments depends on, in one query.

        A comment that somebody has decided since it was claimed is left out.
        """
        rows = self._rows(_CLAIMED, ids=leased.comment_ids)
        return tuple(_to_claimed(row, leased.attempt) for row in rows)

    def missed(self, now: datetime, grace: timedelta, lease: Lease, limit: int) -> tuple[str, ...]:
        """Comments that have been due for longer than `grace`, or whose due time is beyond any lease."""
        absurd = comments.c.due_at > _beyond_any_lease(now, lease)
        statement = _pending().where(or_(comments.c.due_at <= now - grace, absurd)).limit(limit)
        return tuple(row.id for row in self._connection.execute(statement.order_by(comments.c.due_at)))

    def pending_since_before(self, moment: datetime, limit: int) -> tuple[Standing, ...]:
        """Comments whose current revision came in before this moment and is still not judged."""
        statement = _standings().where(_PENDING, revisions.c.created_at < moment).limit(limit)
        return tuple(_to_standing(row) for row in self._connection.execute(statement))

    def make_due(self, now: datetime) -> int:
        """Make every pending comment due now, with all its attempts before it. Says how many there are."""
        statement = update(comments).where(_PENDING).values(due_at=now, attempts=0)
        return self._connection.execute(statement).rowcount


def _beyond_any_lease(now: datetime, lease: Lease) -> datetime:
    """A due time later than this was written by a clock that was wrong, and counts as due."""
    return now + lease.longest + _CLOCK_SLACK


def _pending() -> Select[Any]:
    return select(comments.c.id, comments.c.attempts).where(_PENDING)


def _standings() -> Select[Any]:
    current = (revisions.c.comment_id == comments.c.id) & (revisions.c.number == comments.c.revision)
    return select(
        comments.c.id, comments.c.article_id, comments.c.revision, comments.c.published_revision
    ).join(revisions, current)


def _claimed() -> Select[Any]:
    others, earlier = comments.alias("others"), revisions.alias("earlier")
    approved = (
        select(func.count())
        .select_from(others)
        .where(others.c.author_id == comments.c.author_id, others.c.state == State.APPROVED)
        .scalar_subquery()
    )
    # Only what was written before counts, so that the answer is the same whenever it is asked.
    same_text = (
        select(func.count())
        .select_from(earlier)
        .where(
            earlier.c.author_id == comments.c.author_id,
            earlier.c.fingerprint == revisions.c.fingerprint,
            earlier.c.comment_id < comments.c.id,
        )
        .scalar_subquery()
    )
    return (
        _standings()
        .add_columns(
            revisions.c.body,
            articles.c.mode.label("article_mode"),
            approved.label("approved_count"),
            same_text.label("same_text_count"),
        )
        .join(articles, articles.c.id == comments.c.article_id)
    )


# The statements of a job, put together once: a job that judges one comment takes longer to build them
# than to run them. On PostgreSQL rows that another worker is claiming are passed over; SQLite has one
# writer anyway.
_DUE = _pending().where(comments.c.due_at <= bindparam("now")).order_by(comments.c.due_at)
_ONE = comments.c.id == bindparam("id")
_ABSURD = comments.c.due_at > bindparam("beyond")
_FRESH = _DUE.where(comments.c.attempts == 0).limit(bindparam("limit")).with_for_update(skip_locked=True)
_FRESH_ONE = _DUE.where(comments.c.attempts == 0, _ONE).with_for_update(skip_locked=True)
_ANY_TRIED = _DUE.where(comments.c.attempts > 0).limit(1)
_TRIED = _DUE.where(comments.c.attempts > 0).limit(bindparam("limit")).with_for_update(skip_locked=True)
_ANY_ABSURD_ONE = _pending().where(_ABSURD, _ONE)
_ABSURD_ONE = _ANY_ABSURD_ONE.with_for_update(skip_locked=True)
_LEASE = (
    update(comments)
    .where(comments.c.id.in_(bindparam("ids", expanding=True)))
    .values(attempts=bindparam("attempt"), due_at=bindparam("until"))
)
_CLAIMED = (
    _claimed().where(comments.c.id.in_(bindparam("ids", expanding=True)), _PENDING).order_by(comments.c.id)
)


def _to_standing(row: Row[Any]) -> Standing:
    return Standing(row.id, row.article_id, row.revision, State.PENDING, None, row.published_revision)


def _to_claimed(row: Row[Any], attempt: int) -> Claimed:
    return Claimed(
        standing=_to_standing(row),
        attempt=attempt,
        body=row.body,
        article_mode=ArticleMode(row.article_mode) if row.article_mode else None,
        author_approved_count=row.approved_count,
        author_same_text_count=row.same_text_count,
    )
