"""The indexes that the busiest queries walk, as the database itself explains it."""

import pytest
from sqlalchemy import text

from service.bootstrap import Services
from service.domain.states import State
from tests.support.desk import Desk
from tests.support.marks import on_sqlite_alone

QUERIES = {
    "what is due": (
        """SELECT id FROM comments WHERE state = :state AND due_at <= :now AND attempts = 0
           ORDER BY due_at LIMIT 20""",
        "ix_comments_due",
    ),
    "the published comments of an article": (
        "SELECT * FROM published_comments WHERE article_id = :article ORDER BY id DESC LIMIT 51",
        "ix_comments_published",
    ),
    "the best liked of an article": (
        """SELECT * FROM published_comments WHERE article_id = :article AND (reaction_count, id) < (5, 'x')
           ORDER BY reaction_count DESC, id DESC LIMIT 51""",
        "ix_comments_published_top",
    ),
    "the review queue": (
        "SELECT id FROM comments WHERE state = :state ORDER BY id LIMIT 51",
        "ix_comments_state",
    ),
    "an author's comments": (
        "SELECT id FROM comments WHERE author_id = :author ORDER BY id DESC LIMIT 51",
        "ix_comments_author",
    ),
    "earlier comments with the same text": (
        """SELECT count(*) FROM revisions WHERE author_id = :author AND fingerprint = :print
           AND comment_id < :id""",
        "ix_revisions_repeat",
    ),
}


@on_sqlite_alone
@pytest.mark.parametrize("query", QUERIES)
def test_a_busy_query_walks_its_index_and_sorts_nothing(desk: Desk, services: Services, query: str) -> None:
    desk.article()
    desk.post(desk.reader())
    statement, index = QUERIES[query]
    values = {
        "state": State.PENDING,
        "now": "2026-01-01",
        "article": "a",
        "author": "a",
        "print": "p",
        "id": "i",
    }
    with services.store.engine.connect() as connection:
        explained = connection.execute(text(f"EXPLAIN QUERY PLAN {statement}"), values)
        plan = " | ".join(str(row.detail) for row in explained)
    assert f"USING INDEX {index} " in plan or f"USING COVERING INDEX {index} " in plan, plan
    assert "TEMP B-TREE" not in plan, plan
