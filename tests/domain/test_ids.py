"""Identifiers that sort by the time of their creation."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.ids import is_id, new_id

START = datetime(2026, 1, 1, tzinfo=UTC)


@given(
    st.timedeltas(timedelta(0), timedelta(days=36_500)),
    st.timedeltas(timedelta(microseconds=1), timedelta(days=1)),
)
def test_of_two_made_at_different_moments_the_later_sorts_higher(since: timedelta, apart: timedelta) -> None:
    assert new_id(START + since) < new_id(START + since + apart)


def test_two_made_at_the_same_moment_differ() -> None:
    assert len({new_id(START) for _ in range(1000)}) == 1000


def test_an_identifier_is_recognised() -> None:
    assert is_id(new_id(START))


@pytest.mark.parametrize(
    "text", ["", "1", "../../etc/passwd", "0" * 25, "0" * 27, "U" * 26, "8" + "0" * 25, "0" * 26 + "\n"]
)
def test_anything_else_is_not(text: str) -> None:
    assert not is_id(text)
