"""A reader looks up what became of their comments."""

from dataclasses import dataclass

from service.domain.comments import Comment
from service.domain.paging import Page, PageRequest
from service.domain.principals import Principal, Right
from service.storage.store import Store


@dataclass(frozen=True, slots=True)
class ListOwnComments:
    store: Store

    def __call__(self, principal: Principal, request: PageRequest) -> Page[Comment]:
        """The caller's own comments in every state, with the reasons of the decision in force.

        Raises NotAllowed, StoreUnavailable.
        """
        principal.require(Right.READ_OWN_COMMENTS)
        with self.store.read() as tx:
            return tx.comments.page_of_author(principal.id, request)
