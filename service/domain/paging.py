"""Pages of a list that stay right while the list grows: a cursor names the last item seen, not a number.

A cursor is opaque to clients. It carries the order that it belongs to, so that it cannot be used with
another one.
"""

import base64
import binascii
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from service.domain.errors import FieldError, InvalidFields
from service.domain.ids import is_id

T = TypeVar("T")

DEFAULT_LIMIT = 50
MAX_LIMIT = 100
_LONGEST_CURSOR = 200


class Order(StrEnum):
    OLDEST = "oldest"
    NEWEST = "newest"
    TOP = "top"
    """Most reactions first, newer before older among equals."""


@dataclass(frozen=True, slots=True)
class Position:
    """The place of one item in a list: its identifier and, in the order `top`, its count of reactions."""

    id: str
    reactions: int = 0


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Which page is asked for: at most `limit` items in `order`, after `after`."""

    order: Order
    limit: int = DEFAULT_LIMIT
    after: Position | None = None


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page: its items, how many there are in the whole list, and the cursor of the next page."""

    items: tuple[T, ...]
    count: int
    next: str | None


def encode_cursor(order: Order, position: Position) -> str:
    raw = json.dumps([order, position.id, position.reactions], separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def decode_cursor(order: Order, cursor: str) -> Position:
    """The position that a cursor names. Raises InvalidFields for anything this service did not hand out."""
    if len(cursor) <= _LONGEST_CURSOR:
        try:
            raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
            match json.loads(raw):
                case [str(cursor_order), str(item_id), int(reactions)] if (
                    cursor_order == order
                    and is_id(item_id)
                    and not isinstance(reactions, bool)
                    and 0 <= reactions < 2**31
                ):
                    return Position(item_id, reactions)
        except (binascii.Error, ValueError, RecursionError):
            pass  # the same refusal as for a well-formed cursor of another list
    raise InvalidFields(
        [
            FieldError(
                "cursor", "invalid_cursor", "The cursor is not one of this list. Start from the first page."
            )
        ]
    )
