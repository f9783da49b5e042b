"""A reader posts a comment."""

import hashlib
import json
from dataclasses import dataclass

from service.domain.body import clean_body
from service.domain.clock import Clock
from service.domain.comments import Author, Comment, Submitted
from service.domain.errors import (
    ArticleClosed,
    ArticleNotFound,
    FieldError,
    IdempotencyKeyReused,
    InvalidFields,
)
from service.domain.ids import new_id
from service.domain.principals import Principal, Right
from service.domain.states import State
from service.moderation.current import Judges
from service.moderation.fingerprint import fingerprint
from service.moderation.policy import Policy
from service.queueing.bell import Bell
from service.storage.store import Store, Transaction
from service.usecases.article_levels import at_level

LONGEST_IDEMPOTENCY_KEY = 200


@dataclass(frozen=True, slots=True)
class SubmitComment:
    store: Store
    bell: Bell
    clock: Clock
    judges: Judges

    def __call__(
        self,
        principal: Principal,
        article_key: str,
        body: str,
        parent_id: str | None = None,
        idempotency_key: str | None = None,
    ) -> Submitted:
        """Store the comment as pending, then ring for a worker.

        With an idempotency key that was used for the same request, the first answer is given again.
        Raises NotAllowed, InvalidFields, ArticleNotFound, ArticleClosed, IdempotencyKeyReused,
        StoreUnavailable, PolicyError.
        """
        principal.require(Right.POST_COMMENT)
        text = clean_body(body)
        _check_idempotency_key(idempotency_key)
        now = self.clock()
        comment = Comment(
            id=new_id(now),
            article_key=article_key,
            parent_id=parent_id,
            author=Author(principal.id, principal.name),
            body=text,
            state=State.PENDING,
            revision=1,
            created_at=now,
            edited_at=None,
            reasons=(),
        )
        # Made out here: others wait while a transaction that writes is open.
        text_fingerprint = fingerprint(text)
        policy = self.judges().policy
        with self.store.write() as tx:
            if idempotency_key is not None:
                earlier = _earlier_answer(tx, comment, idempotency_key)
                if earlier is not None:
                    return Submitted(earlier, first_answer=False)
            _insert(tx, comment, text_fingerprint, policy)
        # Only after the commit: a worker that is rung earlier might not find the row. A ring that is lost
        # is made good by the sweep, because the pending row itself says that there is work.
        self.bell.ring(comment.id)
        return Submitted(comment, first_answer=True)


def _insert(tx: Transaction, comment: Comment, text_fingerprint: str | None, policy: Policy) -> None:
    article = tx.articles.by_key(comment.article_key)
    if article is None:
        raise ArticleNotFound("There is no article with this key.")
    if not at_level(article, policy).is_open(comment.created_at):
        raise ArticleClosed("Comments on this article are closed.")
    if comment.parent_id is not None and not tx.published.has(article.id, comment.parent_id):
        # One answer for unknown, foreign and unpublished parents: the difference is nobody's business.
        raise InvalidFields(
            [FieldError("parent_id", "unknown_parent", "The comment that you reply to is not on this page.")]
        )
    tx.comments.insert(comment, article.id, text_fingerprint)


def _check_idempotency_key(key: str | None) -> None:
    if key is not None and not (
        0 < len(key) <= LONGEST_IDEMPOTENCY_KEY and key.isascii() and key.isprintable()
    ):
        raise InvalidFields(
            [
                FieldError(
                    "Idempotency-Key",
                    "invalid_idempotency_key",
                    f"An Idempotency-Key has 1 to {LONGEST_IDEMPOTENCY_KEY} printable ASCII characters.",
                )
            ]
        )


def _earlier_answer(tx: Transaction, comment: Comment, key: str) -> Comment | None:
    """The comment that was first answered for this key; None, with the key now taken, if it is new.

    The key and the comment stand or fall in one transaction, so a key without its comment cannot be.
    """
    request = json.dumps([comment.article_key, comment.parent_id, comment.body]).encode()
    request_hash = hashlib.sha256(request).hexdigest()
    taken = tx.idempotency.take(comment.author.id, key, request_hash, comment.id, comment.created_at)
    if taken is None:
        return None
    if taken.request_hash != request_hash:
        raise IdempotencyKeyReused("This Idempotency-Key was used for another comment. Use a new one.")
    return tx.comments.as_submitted(taken.comment_id)
