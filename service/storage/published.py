"""What readers see. Every public read of a comment is here, and all of them go through one view."""

from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from service.domain.articles import Article
from service.domain.comments import Author, Comment
from service.domain.paging import Page, PageRequest
from service.domain.states import State
from service.storage.keyset import after, to_page
from service.storage.tables import published_comments

_HAS = select(published_comments.c.id).where(
    published_comments.c.id == bindparam("id"), published_comments.c.article_id == bindparam("article_id")
)


class PublishedRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def has(self, article_id: str, comment_id: str) -> bool:
        """Whether readers of this article see this comment."""
        return (
            self._connection.execute(_HAS, {"id": comment_id, "article_id": article_id}).first() is not None
        )

    def one(self, comment_id: str) -> Comment | None:
        statement = select(published_comments).where(published_comments.c.id == comment_id)
        row = self._connection.execute(statement).first()
        return _published(row) if row else None

    def page(self, article: Article, request: PageRequest) -> Page[Comment]:
        """One page of the article's comments; the count is the article's own."""
        view = published_comments
        statement = after(
            select(view).where(view.c.article_id == article.id), view.c.id, request, view.c.reaction_count
        )
        page = to_page(self._connection.execute(statement).all(), request, article.comment_count)
        return Page(tuple(_published(row) for row in page.items), page.count, page.next)


def _published(row: Row[Any]) -> Comment:
    return Comment(
        id=row.id,
        article_key=row.article_key,
        parent_id=row.parent_id,
        author=Author(row.author_id, row.author_name),
        body=row.body,
        state=State.APPROVED,
        revision=row.revision,
        created_at=row.created_at,
        edited_at=row.edited_at,
    )
