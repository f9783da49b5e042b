"""An operator rings for everything that is pending, with fresh attempts."""

from dataclasses import dataclass

from service.domain.clock import Clock
from service.queueing.bell import Bell
from service.storage.store import Store


@dataclass(frozen=True, slots=True)
class Requeued:
    """How many comments are pending, and whether a worker could be rung for."""

    pending: int
    rung: bool


@dataclass(frozen=True, slots=True)
class RequeuePending:
    store: Store
    bell: Bell
    clock: Clock

    def __call__(self) -> Requeued:
        """Make every pending comment due now and ring once; the job that answers drains them all.

        Raises StoreUnavailable.
        """
        with self.store.write() as tx:
            pending = tx.work.make_due(self.clock())
        if not pending:
            return Requeued(0, rung=False)
        return Requeued(pending, rung=self.bell.ring() or self.bell.answers())
