"""A moderator looks at what waits for a decision."""

from dataclasses import dataclass

from service.domain.comments import Reviewable
from service.domain.paging import Page, PageRequest
from service.domain.principals import Principal, Right
from service.domain.review import QueueFilter
from service.storage.store import Store


@dataclass(frozen=True, slots=True)
class ListReviewQueue:
    store: Store

    def __call__(self, principal: Principal, wanted: QueueFilter, request: PageRequest) -> Page[Reviewable]:
        """One page of comments with all that a moderator needs to decide them.

        Raises NotAllowed, StoreUnavailable.
        """
        principal.require(Right.MODERATE)
        with self.store.read() as tx:
            return tx.review.page(wanted, request)
