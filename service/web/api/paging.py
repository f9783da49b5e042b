"""The parameters that every list takes."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from service.domain.paging import DEFAULT_LIMIT, MAX_LIMIT, Order, PageRequest, decode_cursor

Limit = Annotated[int, Meta(ge=1, le=MAX_LIMIT, description="How many on a page.")]
Cursor = Annotated[str, Meta(description="`next` of the page before; the first page without it.")]
ByTime = Literal["oldest", "newest"]


class PageQuery(Struct, kw_only=True, forbid_unknown_fields=True):
    """Which page of a list."""

    limit: Limit = DEFAULT_LIMIT
    cursor: Cursor | None = None


def page_request(query: PageQuery, order: str) -> PageRequest:
    """The page that is asked for. Raises InvalidFields for a cursor that is not one of this list."""
    chosen = Order(order)
    after = None if query.cursor is None else decode_cursor(chosen, query.cursor)
    return PageRequest(chosen, query.limit, after)
