"""A moderator opens everything that is recorded about one comment."""

from dataclasses import dataclass

from service.domain.comments import Dossier
from service.domain.errors import CommentNotFound
from service.domain.principals import Principal, Right
from service.storage.store import Store


@dataclass(frozen=True, slots=True)
class ReadDossier:
    store: Store

    def __call__(self, principal: Principal, comment_id: str) -> Dossier:
        """Every revision, judgement and decision of the comment.

        Raises NotAllowed, CommentNotFound, StoreUnavailable.
        """
        principal.require(Right.MODERATE)
        with self.store.read() as tx:
            dossier = tx.review.dossier(comment_id)
        if dossier is None:
            raise CommentNotFound("There is no comment with this id.")
        return dossier
