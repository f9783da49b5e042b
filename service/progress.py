"""A bar that says how far a long command has come."""

from typing import TextIO

_WIDTH = 30


class ProgressBar:
    """Draws on a terminal; elsewhere it writes one line for each new stage, so that a log stays readable."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._redraws = stream.isatty()
        self._stage = ""
        self._drawn = 0

    def show(self, stage: str, share: float) -> None:
        """`stage` says what is being done, `share` how much of everything is done, from 0 to 1."""
        if not self._redraws and stage == self._stage:
            return
        self._stage = stage
        full = round(_WIDTH * min(max(share, 0.0), 1.0))
        line = f"[{'#' * full}{'.' * (_WIDTH - full)}] {share:4.0%} {stage}"
        if self._redraws:
            self._stream.write(f"\r{line:<{self._drawn}}")
            self._drawn = len(line)
        else:
            self._stream.write(f"{line}\n")
        self._stream.flush()

    def end(self) -> None:
        """Leaves the last state on a line of its own."""
        if self._redraws:
            self._stream.write("\n")
