"""The sweep finds what no worker has taken up, and sees to it."""

import logging
from dataclasses import dataclass
from datetime import timedelta

from service.domain.clock import Clock
from service.domain.decisions import system_hold
from service.domain.work import Lease
from service.queueing.bell import Bell
from service.storage.store import Store

logger = logging.getLogger(__name__)

_MOST_HELD_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Swept:
    """What one sweep did: rings, comments held because their time was up, old records removed."""

    rung: int
    held: int
    forgotten: int


@dataclass(frozen=True, slots=True)
class SweepOverdue:
    """Durations: `grace` is how long a comment may be due before it counts as missed, `deadline` how long
    it may be pending at all, `key_lifetime` how long an idempotency key is remembered.
    """

    store: Store
    bell: Bell
    clock: Clock
    lease: Lease
    grace: timedelta
    deadline: timedelta
    key_lifetime: timedelta

    def __call__(self) -> Swept:
        """Hold what has been pending too long, ring for what was missed, forget what has expired.

        Safe to run in many copies at once: every step is a compare-and-set or harmless when doubled.
        Raises StoreUnavailable.
        """
        return Swept(rung=self._ring(), held=self._hold(), forgotten=self._forget())

    def _ring(self) -> int:
        # A ring wakes a worker that drains everything due, so as many rings as the queue has room for are
        # enough however many comments wait: more would only bury the queue.
        room = self.bell.room()
        if room == 0:
            return 0
        with self.store.read() as tx:
            missed = tx.work.missed(self.clock(), self.grace, self.lease, room)
        return sum(self.bell.ring(missed_id) for missed_id in missed)

    def _hold(self) -> int:
        now = self.clock()
        # Looked for without a write lock: nearly always there is nothing, and others want to write.
        with self.store.read() as tx:
            overdue = tx.work.pending_since_before(now - self.deadline, _MOST_HELD_AT_ONCE)
        if not overdue:
            return 0
        decided = [(system_hold(each.comment_id, each.revision, now), each) for each in overdue]
        with self.store.write() as tx:
            applied = tx.decisions.apply(decided)
        for hold, _ in decided:
            if hold.id in applied:
                logger.error("comment %s is held: no worker judged it in time", hold.comment_id)
        return len(applied)

    def _forget(self) -> int:
        expired = self.clock() - self.key_lifetime
        with self.store.read() as tx:
            if not tx.idempotency.any_before(expired):
                return 0
        with self.store.write() as tx:
            return tx.idempotency.forget_before(expired)
