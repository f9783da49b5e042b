"""The work queue that cannot be lost: pending comments with the moment at which they fall due.

Redis only rings. A worker takes work by writing a later due time into the row (its lease); if it never
finishes, the row falls due again by itself.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, or_, select, update

from service.domain.accounts import name_key
from service.domain.articles import ArticleMode
from service.domain.decisions import Standing
from service.domain.states import State
from service.domain.work import AuthorStanding, Claimed, Lease, Leased, Posted
from service.storage.author_standing import approved_count, recent_states, to_author_standing
from service.storage.repeats import posted_between, same_text_by_author, same_text_by_others, to_posted
from service.storage.tables import accounts, articles, comments, revisions

_PENDING = comments.c.state == State.PENDING
_CLOCK_SLACK = timedelta(minutes=1)
_ROWS_AT_A_TIME = 500
"""Of many texts, so that a day's comments are never all in memory."""


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

    def author_standing(self, author: str) -> AuthorStanding | None:
        """How the comments of this author, given by name or id, stand; None where there is no such one."""
        row = self._connection.execute(_AUTHOR, {"author": author, "name_key": name_key(author)}).first()
        return to_author_standing(row.approved_count, row.recent_states) if row else None

    def posted_between(self, since: datetime, until: datetime, limit: int) -> Iterator[Posted]:
        """The texts long enough to be repeats that were posted within this time, the latest first."""
        options = {"yield_per": _ROWS_AT_A_TIME}
        values = {"since": since, "until": until, "limit": limit}
        for row in self._connection.execute(_POSTED_BETWEEN, values, execution_options=options):
            yield to_posted(row)

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
    return (
        _standings()
        .add_columns(
            revisions.c.author_id,
            revisions.c.body,
            revisions.c.created_at.label("posted_at"),
            articles.c.section.label("article_section"),
            articles.c.mode.label("article_mode"),
            approved_count(comments.c.author_id).label("approved_count"),
            recent_states(comments.c.author_id).label("recent_states"),
            same_text_by_author().label("same_text_count"),
            same_text_by_others().label("others_same_text_count"),
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


_POSTED_BETWEEN = posted_between()
_AUTHOR = select(
    approved_count(accounts.c.id).label("approved_count"), recent_states(accounts.c.id).label("recent_states")
).where(or_(accounts.c.id == bindparam("author"), accounts.c.name_key == bindparam("name_key")))


def _to_standing(row: Row[Any]) -> Standing:
    return Standing(row.id, row.article_id, row.revision, State.PENDING, None, row.published_revision)


def _to_claimed(row: Row[Any], attempt: int) -> Claimed:
    return Claimed(
        standing=_to_standing(row),
        attempt=attempt,
        posted=Posted(row.id, row.revision, row.author_id, row.body, row.posted_at),
        article_section=row.article_section,
        article_mode=ArticleMode(row.article_mode) if row.article_mode else None,
        author=to_author_standing(row.approved_count, row.recent_states),
        author_same_text_count=row.same_text_count,
        others_same_text_count=row.others_same_text_count,
    )
