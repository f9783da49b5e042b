"""Cursors."""

import base64

import pytest

from service.domain.clock import utc_now
from service.domain.errors import InvalidFields
from service.domain.ids import new_id
from service.domain.paging import Order, Position, decode_cursor, encode_cursor


@pytest.mark.parametrize("order", Order)
def test_a_cursor_leads_back_to_its_position(order: Order) -> None:
    position = Position(new_id(utc_now()), 7)
    assert decode_cursor(order, encode_cursor(order, position)) == position


def encoded(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    ["", "x", "!!!!", "a" * 5000, encoded("[]"), encoded("{}"), encoded("[" * 100),
     encoded('["oldest","' + "\\u0000" * 26 + '",0]'),
     encoded('["oldest","short",0]'),
     encoded(f'["oldest","{"0" * 26}",-1]'), encoded(f'["oldest","{"0" * 26}",99999999999]'),
     encoded(f'["oldest","{"0" * 26}",true]'), encoded(f'["oldest",{"9" * 26},0]')],
)  # fmt: skip
def test_what_this_service_did_not_hand_out_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidFields) as refusal:
        decode_cursor(Order.OLDEST, cursor)
    assert [error.code for error in refusal.value.errors] == ["invalid_cursor"]


def test_a_cursor_of_another_order_is_refused() -> None:
    cursor = encode_cursor(Order.OLDEST, Position("0" * 26))
    with pytest.raises(InvalidFields):
        decode_cursor(Order.NEWEST, cursor)
