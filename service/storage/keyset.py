"""Pages by the last item seen, which cost the same however deep they are and never slip."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, tuple_

from service.domain.paging import Order, Page, PageRequest, Position, encode_cursor


def after(
    statement: Select[Any],
    item_id: ColumnElement[str],
    request: PageRequest,
    reactions: ColumnElement[int] | None = None,
) -> Select[Any]:
    """The statement for the rows after the request's position: one more than a page, to see if there is
    a next one. The order `top` needs the column of reactions.
    """
    last = request.after
    if request.order is Order.NEWEST:
        statement = statement.order_by(item_id.desc())
        beyond = None if last is None else item_id < last.id
    elif request.order is Order.TOP and reactions is not None:
        statement = statement.order_by(reactions.desc(), item_id.desc())
        beyond = None if last is None else tuple_(reactions, item_id) < (last.reactions, last.id)
    else:
        statement = statement.order_by(item_id)
        beyond = None if last is None else item_id > last.id
    if beyond is not None:
        statement = statement.where(beyond)
    return statement.limit(request.limit + 1)


def to_page(rows: Sequence[Row[Any]], request: PageRequest, count: int) -> Page[Row[Any]]:
    """The page that these rows make: the surplus row becomes the cursor of the next page."""
    items = tuple(rows[: request.limit])
    if len(rows) <= request.limit:
        return Page(items, count, None)
    last = items[-1]
    return Page(items, count, encode_cursor(request.order, Position(last.id, last.reaction_count)))
