"""An operator's probe asks whether the service can do its work."""

from dataclasses import dataclass

from service.domain.errors import StoreUnavailable
from service.queueing.bell import Bell
from service.storage.store import Store


@dataclass(frozen=True, slots=True)
class Readiness:
    """Without the store nothing works. Without the queue comments are accepted and wait to be judged."""

    store: bool
    queue: bool


@dataclass(frozen=True, slots=True)
class CheckReadiness:
    store: Store
    bell: Bell

    def __call__(self) -> Readiness:
        try:
            self.store.check()
            store_answers = True
        except StoreUnavailable:
            store_answers = False
        return Readiness(store=store_answers, queue=self.bell.answers())
