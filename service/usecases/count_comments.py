"""An index page asks how many published comments each of its articles has."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.domain.errors import FieldError, InvalidFields
from service.storage.store import Store

MOST_KEYS = 100


@dataclass(frozen=True, slots=True)
class CountComments:
    store: Store

    def __call__(self, article_keys: Sequence[str]) -> dict[str, int]:
        """The count of published comments for each key; 0 for an article that is not known (yet).

        Raises InvalidFields for no key or more than 100, StoreUnavailable.
        """
        if not 1 <= len(article_keys) <= MOST_KEYS:
            raise InvalidFields(
                [FieldError("key", "number_of_keys", f"Ask for 1 to {MOST_KEYS} articles: ?key=a&key=b")]
            )
        with self.store.read() as tx:
            known = tx.articles.counts(article_keys)
        return {key: known.get(key, 0) for key in article_keys}
