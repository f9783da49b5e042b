"""Somebody reads one comment."""

from dataclasses import dataclass

from service.domain.comments import Comment
from service.domain.errors import CommentNotFound
from service.domain.principals import Principal, Right
from service.storage.store import Store


@dataclass(frozen=True, slots=True)
class ReadComment:
    store: Store

    def __call__(self, principal: Principal | None, comment_id: str) -> Comment:
        """The comment as this caller may see it: its author and moderators see it in every state, with
        reasons; everybody else sees what is published.

        Raises CommentNotFound for what is not there and for what is not theirs to see alike.
        """
        with self.store.read() as tx:
            if principal is not None:
                comment = tx.comments.current(comment_id)
                if comment is not None and _sees_every_state(principal, comment):
                    return comment
            published = tx.published.one(comment_id)
        if published is None:
            raise CommentNotFound("There is no comment with this id.")
        return published


def _sees_every_state(principal: Principal, comment: Comment) -> bool:
    return comment.author.id == principal.id or principal.may(Right.MODERATE)
