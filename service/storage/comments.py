"""Comments in every state, for their authors and for moderators. Strangers read `published` instead."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, Select, func, insert, select

from service.domain.comments import Author, Comment
from service.domain.paging import Page, PageRequest
from service.domain.reasons import Reason
from service.domain.states import State
from service.storage.keyset import after, to_page
from service.storage.reasons import reasons_of
from service.storage.tables import accounts, articles, comments, revisions

FIRST_REVISION = 1

_INSERT_COMMENT = insert(comments)
_INSERT_REVISION = insert(revisions)


class CommentRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def insert(self, comment: Comment, article_id: str, fingerprint: str | None) -> None:
        """Store a new comment as pending, due to be judged at once."""
        self._connection.execute(
            _INSERT_COMMENT,
            {
                "id": comment.id,
                "article_id": article_id,
                "author_id": comment.author.id,
                "parent_id": comment.parent_id,
                "revision": FIRST_REVISION,
                "state": State.PENDING,
                "created_at": comment.created_at,
                "due_at": comment.created_at,
            },
        )
        self._connection.execute(
            _INSERT_REVISION,
            {
                "comment_id": comment.id,
                "number": FIRST_REVISION,
                "author_id": comment.author.id,
                "body": comment.body,
                "fingerprint": fingerprint,
                "created_at": comment.created_at,
            },
        )

    def as_submitted(self, comment_id: str) -> Comment:
        """The comment as it was when it was accepted: pending, at its first revision."""
        row = self._connection.execute(
            current_comments(revision=FIRST_REVISION).where(comments.c.id == comment_id)
        ).one()
        return to_comment(row, (), state=State.PENDING)

    def current(self, comment_id: str) -> Comment | None:
        """The comment at its current revision, with the reasons of the decision in force."""
        row = self._connection.execute(current_comments().where(comments.c.id == comment_id)).first()
        return with_reasons(self._connection, [row])[0] if row else None

    def current_by_id(self, comment_ids: Iterable[str]) -> dict[str, Comment]:
        """The same for several comments at once."""
        wanted = set(comment_ids)
        if not wanted:
            return {}
        rows = self._connection.execute(current_comments().where(comments.c.id.in_(wanted))).all()
        return {comment.id: comment for comment in with_reasons(self._connection, rows)}

    def page_of_author(self, author_id: str, request: PageRequest) -> Page[Comment]:
        """One page of everything that this author has written."""
        mine = comments.c.author_id == author_id
        statement = after(current_comments().where(mine), comments.c.id, request)
        rows = self._connection.execute(statement).all()
        count = self._connection.execute(select(func.count()).select_from(comments).where(mine)).scalar_one()
        page = to_page(rows, request, count)
        return Page(with_reasons(self._connection, page.items), count, page.next)


def current_comments(revision: int | None = None) -> Select[Any]:
    """Comments with author, article and the text of their current revision, or of the one given."""
    number = comments.c.revision if revision is None else revision
    return (
        select(
            comments,
            accounts.c.name.label("author_name"),
            articles.c.key.label("article_key"),
            revisions.c.number,
            revisions.c.body,
            revisions.c.created_at.label("revised_at"),
        )
        .join(revisions, (revisions.c.comment_id == comments.c.id) & (revisions.c.number == number))
        .join(accounts, accounts.c.id == comments.c.author_id)
        .join(articles, articles.c.id == comments.c.article_id)
    )


def with_reasons(connection: Connection, rows: Iterable[Row[Any]]) -> tuple[Comment, ...]:
    """The comments of these rows, each with the reasons of the decision in force."""
    found = list(rows)
    reasons = reasons_of(connection, [row.decision_id for row in found if row.decision_id])
    return tuple(to_comment(row, reasons.get(row.decision_id, ())) for row in found)


def to_comment(row: Row[Any], reasons: tuple[Reason, ...], state: State | None = None) -> Comment:
    return Comment(
        id=row.id,
        article_key=row.article_key,
        parent_id=row.parent_id,
        author=Author(row.author_id, row.author_name),
        body=row.body,
        state=state or State(row.state),
        revision=row.number,
        created_at=row.created_at,
        edited_at=row.revised_at if row.number > FIRST_REVISION else None,
        reasons=reasons,
    )
