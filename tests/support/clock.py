"""A clock that tests move by hand."""

from datetime import UTC, datetime, timedelta


class SteppingClock:
    """Starts at the real time and goes a millisecond further each time it is read, so that what happens
    one after the other is recorded one after the other.
    """

    def __init__(self) -> None:
        self._now = datetime.now(UTC)

    def __call__(self) -> datetime:
        self._now += timedelta(milliseconds=1)
        return self._now

    def advance(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)
