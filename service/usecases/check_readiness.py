"""An operator's probe asks whether the service can do its work."""

from dataclasses import dataclass

from service.domain.errors import StoreUnavailable
from service.moderation.current import Judges
from service.moderation.policy import PolicyError
from service.queueing.bell import Bell
from service.storage.store import Store


@dataclass(frozen=True, slots=True)
class Readiness:
    """Without the store nothing works. Without the queue comments are accepted and wait to be judged.
    Without a sound judge they are judged by the policy before, or held.
    """

    store: bool
    queue: bool
    judge: bool


@dataclass(frozen=True, slots=True)
class CheckReadiness:
    store: Store
    bell: Bell
    judges: Judges

    def __call__(self) -> Readiness:
        try:
            self.store.check()
            store_answers = True
        except StoreUnavailable:
            store_answers = False
        return Readiness(store=store_answers, queue=self.bell.answers(), judge=self._judge_is_sound())

    def _judge_is_sound(self) -> bool:
        """Whether the policy file as it stands is in force and every detector works. The log says why not."""
        try:
            judge = self.judges()
        except PolicyError:
            return False
        return self.judges.fault is None and not judge.faults
