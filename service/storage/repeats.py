"""Who has posted a text before, as a part of other queries; and what was posted within a time."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, ScalarSelect, Select, bindparam, func, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import FunctionElement

from service.domain.work import REPEAT_WINDOW, Posted
from service.storage.tables import comments, revisions
from service.storage.types import UtcDateTime

MOST_COPIES = 200
"""The most copies of a text that are looked at for one comment. Beyond, a wave is a wave."""


class _WindowStart(FunctionElement[datetime]):
    """The moment REPEAT_WINDOW before another."""

    type = UtcDateTime()
    inherit_cache = True


@compiles(_WindowStart, "postgresql")
def _on_postgresql(element: _WindowStart, compiler: SQLCompiler, **options: Any) -> str:
    seconds = REPEAT_WINDOW.total_seconds()
    return f"({compiler.process(element.clauses, **options)} - INTERVAL '{seconds:.0f} seconds')"


@compiles(_WindowStart, "sqlite")
def _on_sqlite(element: _WindowStart, compiler: SQLCompiler, **options: Any) -> str:
    # In the form in which moments are stored, so that the texts compare as the moments do.
    moment = compiler.process(element.clauses, **options)
    return f"strftime('%Y-%m-%d %H:%M:%f', {moment}, '-{REPEAT_WINDOW.total_seconds():.0f} seconds')"


def same_text_by_author() -> ScalarSelect[int]:
    """How many earlier comments of the author of a row of `comments` and `revisions` have its text."""
    earlier = revisions.alias("earlier")
    # Only what was written before counts, so that the answer is the same whenever it is asked.
    return (
        select(func.count())
        .select_from(earlier)
        .where(
            earlier.c.author_id == comments.c.author_id,
            earlier.c.fingerprint == revisions.c.fingerprint,
            earlier.c.comment_id < comments.c.id,
        )
        .scalar_subquery()
    )


def same_text_by_others() -> ScalarSelect[int]:
    """How many others posted the text of a row of `revisions` within REPEAT_WINDOW before it."""
    copies = revisions.alias("copies")
    latest = (
        select(copies.c.author_id)
        .where(
            copies.c.fingerprint == revisions.c.fingerprint,
            copies.c.created_at < revisions.c.created_at,
            copies.c.created_at >= _WindowStart(revisions.c.created_at),
            copies.c.author_id != revisions.c.author_id,
        )
        .correlate_except(copies)
        .order_by(copies.c.created_at.desc())
        .limit(MOST_COPIES)
        .subquery("latest_copies")
    )
    return select(func.count(latest.c.author_id.distinct())).scalar_subquery()


def posted_between() -> Select[Any]:
    """The texts long enough to be repeats that were posted from :since to :until, the latest first, at most
    :limit of them.
    """
    return (
        select(
            revisions.c.comment_id,
            revisions.c.number,
            revisions.c.author_id,
            revisions.c.body,
            revisions.c.created_at,
        )
        .where(
            revisions.c.created_at.between(bindparam("since"), bindparam("until")),
            revisions.c.fingerprint.is_not(None),
        )
        .order_by(revisions.c.created_at.desc())
        .limit(bindparam("limit"))
    )


def to_posted(row: Row[Any]) -> Posted:
    return Posted(row.comment_id, row.number, row.author_id, row.body, row.created_at)
