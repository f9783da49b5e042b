"""How an author's comments stand, as a part of other queries."""

from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, func, select, union_all

from service.domain.states import State
from service.domain.work import MOST_APPROVED, MOST_RECENT_DECIDED, AuthorStanding
from service.storage.tables import comments

_SEPARATOR = ","


def approved_count(author_id: ColumnElement[str]) -> ScalarSelect[int]:
    """How many of the author's comments are approved, up to MOST_APPROVED."""
    mine = comments.alias("approved")
    approved = (
        select(mine.c.id)
        .where(mine.c.author_id == author_id, mine.c.state == State.APPROVED)
        .correlate_except(mine)
        .limit(MOST_APPROVED)
        .subquery("approved_of_author")
    )
    return select(func.count()).select_from(approved).scalar_subquery()


def recent_states(author_id: ColumnElement[str]) -> ScalarSelect[str | None]:
    """The states of the author's last comments that were approved or rejected, in one text; None where
    there is none.

    Two walks along the index that end by themselves, so a thousand comments cost no more than twenty.
    """
    latest = union_all(*(_latest(author_id, state, name) for state, name in _DECIDED.items())).subquery(
        "latest"
    )
    last = select(latest.c.state).order_by(latest.c.id.desc()).limit(MOST_RECENT_DECIDED).subquery("last")
    return select(func.string_agg(last.c.state, _SEPARATOR)).scalar_subquery()


_DECIDED = {State.APPROVED: "approved_lately", State.REJECTED: "rejected_lately"}


def _latest(author_id: ColumnElement[str], state: State, name: str) -> Any:
    mine = comments.alias(name)
    latest = (
        select(mine.c.id, mine.c.state)
        .where(mine.c.author_id == author_id, mine.c.state == state)
        .correlate_except(mine)
        .order_by(mine.c.id.desc())
        .limit(MOST_RECENT_DECIDED)
        .subquery(f"{name}_only")
    )
    # SQLite takes no LIMIT inside a UNION, but for one in a subquery.
    return select(latest.c.id, latest.c.state)


def to_author_standing(approved: int, recent: str | None) -> AuthorStanding:
    """The value of these two columns."""
    states = recent.split(_SEPARATOR) if recent else []
    return AuthorStanding(approved, recent=len(states), rejected=states.count(State.REJECTED))
