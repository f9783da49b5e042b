"""The load generator: requests over kept-alive connections, timed, from one thread and one loop.

A hand-made loop rather than a client library, so that what is measured is the server: the report says what
share of a core it took.
"""

import selectors
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from bench.connection import BadResponse, Connection, ConnectionLost, Response

ANSWER_SECONDS = 10.0
"""How long an answer is waited for after the end of a round."""

Heard = Callable[[Response, float], None]


class Target(NamedTuple):
    host: str
    port: int


@dataclass(slots=True)
class Round:
    """What came of one round of load. `latencies` are seconds, of the answers that were as expected."""

    seconds: float = 0.0
    answered_in_time: int = 0
    """Expected answers before the end: those after it count for the latencies but not for the rate."""
    latencies: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    shares: Mapping[str, float] = field(default_factory=dict)
    """What part of a core each party took (see `processor`)."""


class Schedule(Protocol):
    """When requests go out. Times are of `time.perf_counter`."""

    seconds: float

    def next_start(self, begin: float, now: float) -> float | None:
        """The start of a request that is due now; None where none is."""

    def has_ended(self, begin: float, now: float) -> bool:
        """Whether there will be no further request."""


class AsFastAsAnswered:
    """Each connection sends its next request as soon as it has its answer: how much the service can take."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def next_start(self, begin: float, now: float) -> float | None:
        return now if now < begin + self.seconds else None

    def has_ended(self, begin: float, now: float) -> bool:
        return now >= begin + self.seconds


class Paced:
    """So many a second, whether or not the service keeps up.

    A request is timed from when it was due: one that had to wait for a free connection counts its wait.
    """

    def __init__(self, per_second: float, seconds: float) -> None:
        self.seconds = seconds
        self._per_second = per_second
        self._most = round(per_second * seconds)
        self._sent = 0

    def next_start(self, begin: float, now: float) -> float | None:
        due = begin + self._sent / self._per_second
        if self._sent == self._most or now < due:
            return None
        self._sent += 1
        return due

    def has_ended(self, begin: float, now: float) -> bool:
        return self._sent == self._most


def run_load(
    target: Target,
    connections: int,
    requests: Iterator[bytes],
    schedule: Schedule,
    expected_status: int,
    heard: Heard | None = None,
) -> Round:
    """Put the load to the target for one round.

    Everything but an answer with the expected status is an error and counted by what it was. `heard` is
    called with each expected answer and the moment at which it was complete. Raises OSError where the
    target cannot be connected to.
    """
    lanes = [Connection(*target, timeout_seconds=ANSWER_SECONDS) for _ in range(connections)]
    try:
        return _Loop(lanes, requests, schedule, expected_status, heard).run()
    finally:
        for lane in lanes:
            lane.close()


class _Loop:
    def __init__(
        self,
        lanes: Iterable[Connection],
        requests: Iterator[bytes],
        schedule: Schedule,
        expected_status: int,
        heard: Heard | None,
    ) -> None:
        self._requests = requests
        self._schedule = schedule
        self._expected_status = expected_status
        self._heard = heard
        self._free = list(lanes)
        self._waiting: set[Connection] = set()
        self._selector = selectors.DefaultSelector()
        self._result = Round(seconds=schedule.seconds)
        self._end = 0.0

    def run(self) -> Round:
        for lane in self._free:
            self._selector.register(lane, selectors.EVENT_READ, lane)
        begin = time.perf_counter()
        self._end = begin + self._schedule.seconds
        while self._waiting or not self._schedule.has_ended(begin, time.perf_counter()):
            if time.perf_counter() > self._end + ANSWER_SECONDS:
                self._result.errors["no answer"] += len(self._waiting)
                break
            self._send_what_is_due(begin)
            # A millisecond is the finest that the selector knows; an answer ends the wait sooner.
            for key, _ in self._selector.select(0.001 if self._free else 0.1):
                self._hear(key.data)
        self._selector.close()
        return self._result

    def _send_what_is_due(self, begin: float) -> None:
        while self._free:
            start = self._schedule.next_start(begin, time.perf_counter())
            if start is None:
                return
            lane = self._free.pop()
            lane.started_at = start
            self._waiting.add(lane)
            try:
                lane.send(next(self._requests))
            except ConnectionLost:
                self._fail(lane, "connection lost")

    def _hear(self, lane: Connection) -> None:
        if lane not in self._waiting:
            # Nothing is due on it, so this is the server closing an idle connection, which it may.
            self._reconnect(lane)
            return
        try:
            response = lane.receive()
        except ConnectionLost:
            self._fail(lane, "connection lost")
        except BadResponse:
            self._fail(lane, "bad response")
        else:
            if response is not None:
                self._count(response, lane.started_at, time.perf_counter())
                self._release(lane, reconnect=not response.head.keep_alive)

    def _count(self, response: Response, start: float, now: float) -> None:
        if response.status != self._expected_status:
            self._result.errors[str(response.status)] += 1
            return
        self._result.latencies.append(now - start)
        self._result.answered_in_time += now <= self._end
        if self._heard:
            self._heard(response, now)

    def _fail(self, lane: Connection, what: str) -> None:
        self._result.errors[what] += 1
        self._release(lane, reconnect=True)

    def _release(self, lane: Connection, *, reconnect: bool) -> None:
        self._waiting.discard(lane)
        if reconnect:
            self._reconnect(lane)
        self._free.append(lane)

    def _reconnect(self, lane: Connection) -> None:
        self._selector.unregister(lane)
        lane.close()
        lane.open()
        self._selector.register(lane, selectors.EVENT_READ, lane)
