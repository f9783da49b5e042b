"""The indexes that the busiest queries walk, as the database itself explains it."""

from typing import Any

import pytest
from sqlalchemy import event, text

from service.bootstrap import Services
from service.domain.states import State
from service.domain.work import Leased
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
    "the same text by others": (
        """SELECT author_id FROM revisions WHERE fingerprint = :print AND created_at < :now
           AND created_at >= :now ORDER BY created_at DESC LIMIT 200""",
        "ix_revisions_copies",
    ),
    "what was posted lately": (
        """SELECT body FROM revisions WHERE created_at BETWEEN :now AND :now AND fingerprint IS NOT NULL
           ORDER BY created_at DESC LIMIT 200""",
        "ix_revisions_posted",
    ),
    "an author's last rejected comments": (
        "SELECT id FROM comments WHERE author_id = :author AND state = :state ORDER BY id DESC LIMIT 20",
        "ix_comments_author_state",
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


@on_sqlite_alone
def test_loading_what_was_claimed_walks_no_table_from_end_to_end(desk: Desk, services: Services) -> None:
    desk.article()
    comment = desk.post(desk.reader())
    executed: list[tuple[str, tuple[Any, ...]]] = []
    engine = services.store.engine

    @event.listens_for(engine, "before_cursor_execute")
    def note(_: object, __: object, statement: str, values: tuple[Any, ...], *___: object) -> None:
        executed.append((statement, values))

    with services.store.read() as tx:
        assert len(tx.work.load(Leased((comment.id,), attempt=1))) == 1
    ((statement, values),) = [each for each in executed if each[0].startswith("SELECT")]
    with engine.connect() as connection:
        explained = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        plan = [str(row.detail) for row in explained]
    assert [step for step in plan if step.startswith(("SCAN comments", "SCAN revisions"))] == [], plan
    assert any("ix_revisions_copies" in step for step in plan), plan
