"""An operator takes out what moderators decided, to train a model on it."""

from collections.abc import Iterator
from dataclasses import dataclass

from service.domain.labels import LabelledText, label_of
from service.storage.store import Store


@dataclass(frozen=True, slots=True)
class ExportDecisions:
    store: Store

    def __call__(self) -> Iterator[LabelledText]:
        """Each text that a moderator approved, or rejected for its language or as spam, with its label.

        Raises StoreUnavailable.
        """
        with self.store.read() as tx:
            for reviewed in tx.reviewed.all():
                label = label_of(reviewed.state, reviewed.reasons)
                if label is not None:
                    yield LabelledText(reviewed.body, label)
