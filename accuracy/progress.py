"""How far it is, on standard error: in place on a terminal, else a line now and then."""

import sys
import time

_SECONDS_IN_PLACE = 0.2
_SECONDS_BY_LINE = 15.0


class Progress:
    """Says how many of all lines are judged."""

    def __init__(self, of: int) -> None:
        self._of = of
        self._in_place = sys.stderr.isatty()
        self._pause = _SECONDS_IN_PLACE if self._in_place else _SECONDS_BY_LINE
        self._told_at = time.monotonic()

    def __call__(self, done: int) -> None:
        now = time.monotonic()
        if done < self._of and now - self._told_at < self._pause:
            return
        self._told_at = now
        end = "\n" if not self._in_place or done == self._of else "\r"
        sys.stderr.write(f"{done:,} of {self._of:,} lines judged{end}")
        sys.stderr.flush()
