"""How long a reader waits from the 202 until the comment is decided, at a steady 50 comments a second."""

import json
import threading
import time
from collections import Counter
from collections.abc import Sequence
from queue import SimpleQueue
from typing import Self

from bench.connection import Response
from bench.figures import Figures, figures_of, percentile
from bench.load import Paced
from bench.plan import Plan
from bench.reader import posts
from bench.system import System
from bench.texts import comments

PER_SECOND = 50
CONNECTIONS = 16
PATIENCE_SECONDS = 20.0
_LOOK_SECONDS = 0.005


class DecisionWatch(threading.Thread):
    """Notes when each accepted comment is no longer pending.

    It looks into the database, because the time in a decision is from before its commit and a question over
    HTTP for each comment would be a load of its own. It looks often, so that it is late by 5 ms or so.
    """

    def __init__(self, system: System) -> None:
        super().__init__(daemon=True)
        self._system = system
        self._noted = 0
        self._accepted: SimpleQueue[tuple[str, float]] = SimpleQueue()
        self._waiting: dict[str, float] = {}
        self._stopped = threading.Event()
        self.seconds: list[float] = []

    def note(self, response: Response, at: float) -> None:
        """A comment was accepted at this moment."""
        self._noted += 1
        self._accepted.put((json.loads(response.body)["id"], at))

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self.join()

    def wait_for_the_last(self) -> int:
        """Wait until all are decided, but not for ever. Returns how many are not."""
        end = time.monotonic() + PATIENCE_SECONDS
        while (undecided := self._noted - len(self.seconds)) and time.monotonic() < end:
            time.sleep(_LOOK_SECONDS)
        return undecided

    def run(self) -> None:
        while not self._stopped.wait(_LOOK_SECONDS):
            self._look()

    def _look(self) -> None:
        while not self._accepted.empty():
            comment_id, accepted_at = self._accepted.get()
            self._waiting[comment_id] = accepted_at
        pending = self._system.pending()
        now = time.perf_counter()
        for comment_id in self._waiting.keys() - pending:
            self.seconds.append(now - self._waiting.pop(comment_id))


def measure(system: System, plan: Plan) -> Sequence[Figures]:
    system.add_article("deciding")
    requests = posts(system.readers, "deciding", comments(plan.seed + 1))
    schedule = Paced(PER_SECOND, plan.decide_seconds)
    with DecisionWatch(system) as watch:
        posted = system.load(CONNECTIONS, requests, schedule, 202, heard=watch.note)
        undecided = watch.wait_for_the_last()
    return [
        figures_of(f"post at {PER_SECOND} a second", CONNECTIONS, [posted]),
        _line(watch.seconds, undecided),
    ]


def _line(seconds: Sequence[float], undecided: int) -> Figures:
    return Figures(
        "from the 202 to decided",
        p50=percentile(seconds, 50) if seconds else None,
        p99=percentile(seconds, 99) if seconds else None,
        longest=max(seconds, default=None),
        errors=Counter({f"not decided after {PATIENCE_SECONDS:g} s": undecided} if undecided else {}),
    )
