"""Articles."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update

from service.domain.articles import Article, ArticleDraft, ArticleMode, ArticleState, Unchanged
from service.storage.tables import articles
from service.storage.upsert import insert_unless_there

_BY_KEY = select(articles).where(articles.c.key == bindparam("key"))


class ArticleRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def by_key(self, key: str) -> Article | None:
        row = self._connection.execute(_BY_KEY, {"key": key}).first()
        return to_article(row) if row else None

    def counts(self, keys: Sequence[str]) -> dict[str, int]:
        """The count of published comments of each of these articles that is known."""
        rows = self._connection.execute(
            select(articles.c.key, articles.c.comment_count).where(articles.c.key.in_(keys))
        )
        return {row.key: row.comment_count for row in rows}

    def put(self, new_id: str, key: str, draft: ArticleDraft, now: datetime) -> bool:
        """Create the article, or change what the draft names. True where it is new."""
        given = {name: value for name, value in asdict(draft).items() if not isinstance(value, Unchanged)}
        fresh = {"id": new_id, "key": key, "state": ArticleState.OPEN, "created_at": now} | given
        if insert_unless_there(self._connection, articles, fresh):
            return True
        self._connection.execute(update(articles).where(articles.c.key == key).values(given))
        return False


def to_article(row: Row[Any]) -> Article:
    return Article(
        id=row.id,
        key=row.key,
        title=row.title,
        url=row.url,
        section=row.section,
        state=ArticleState(row.state),
        mode=ArticleMode(row.mode) if row.mode else None,
        closes_at=row.closes_at,
        created_at=row.created_at,
        version=row.version,
        comment_count=row.comment_count,
    )
