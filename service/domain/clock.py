"""The current time, as a value that can be handed in."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Anything that answers with the current moment in UTC, timezone-aware."""


def utc_now() -> datetime:
    """The current moment in UTC, always timezone-aware."""
    return datetime.now(UTC)
