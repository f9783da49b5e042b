"""What moderators read: the review queue, and everything that is recorded about one comment."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, exists, func, or_, select

from service.domain.accounts import name_key
from service.domain.articles import Article
from service.domain.comments import Author, AuthorRecord, Dossier, Reviewable, Revision
from service.domain.paging import Page, PageRequest
from service.domain.review import QueueFilter
from service.domain.states import State
from service.storage.articles import to_article
from service.storage.comments import CommentRepository, current_comments, with_reasons
from service.storage.decisions import DecisionRepository
from service.storage.judgements import JudgementRepository
from service.storage.keyset import after, to_page
from service.storage.tables import accounts, articles, comments, decision_reasons, revisions


class ReviewRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def page(self, wanted: QueueFilter, request: PageRequest) -> Page[Reviewable]:
        """One page of the comments that the filter lets through; the count is of all of them."""
        conditions = list(_conditions(wanted))
        statement = after(current_comments().where(*conditions), comments.c.id, request)
        count = self._connection.execute(_counting(current_comments().where(*conditions))).scalar_one()
        page = to_page(self._connection.execute(statement).all(), request, count)
        return Page(self._reviewables(page.items), count, page.next)

    def dossier(self, comment_id: str) -> Dossier | None:
        """Everything recorded about this comment."""
        row = self._connection.execute(current_comments().where(comments.c.id == comment_id)).first()
        if row is None:
            return None
        written = self._connection.execute(
            select(revisions).where(revisions.c.comment_id == comment_id).order_by(revisions.c.number)
        )
        return Dossier(
            reviewable=self._reviewables([row])[0],
            revisions=tuple(Revision(each.number, each.body, each.created_at) for each in written),
            judgements=JudgementRepository(self._connection).of_comment(comment_id),
            decisions=DecisionRepository(self._connection).of_comment(comment_id),
        )

    def _reviewables(self, rows: Sequence[Row[Any]]) -> tuple[Reviewable, ...]:
        """The rows with all that belongs to them, in a fixed number of queries however many rows."""
        shown = with_reasons(self._connection, rows)
        decisions = DecisionRepository(self._connection).by_id(
            row.decision_id for row in rows if row.decision_id
        )
        judgements = JudgementRepository(self._connection).latest(row.id for row in rows)
        parents = CommentRepository(self._connection).current_by_id(
            row.parent_id for row in rows if row.parent_id
        )
        records = self._records({row.author_id for row in rows})
        under = self._articles({row.article_id for row in rows})
        return tuple(
            Reviewable(
                comment=comment,
                article=under[row.article_id],
                parent=parents.get(row.parent_id),
                record=records[row.author_id],
                decision=(decision := decisions.get(row.decision_id)),
                judgement=judgements.get((row.id, row.revision)),
                waiting_since=decision.decided_at if decision else row.revised_at,
            )
            for row, comment in zip(rows, shown, strict=True)
        )

    def _records(self, author_ids: set[str]) -> dict[str, AuthorRecord]:
        counted = self._connection.execute(
            select(comments.c.author_id, comments.c.state, func.count().label("number"))
            .where(comments.c.author_id.in_(author_ids))
            .group_by(comments.c.author_id, comments.c.state)
        )
        numbers = {(row.author_id, row.state): row.number for row in counted}
        authors = self._connection.execute(select(accounts).where(accounts.c.id.in_(author_ids)))
        return {
            row.id: AuthorRecord(
                author=Author(row.id, row.name),
                since=row.created_at,
                approved=numbers.get((row.id, State.APPROVED), 0),
                rejected=numbers.get((row.id, State.REJECTED), 0),
                held=numbers.get((row.id, State.HELD), 0),
                pending=numbers.get((row.id, State.PENDING), 0),
            )
            for row in authors
        }

    def _articles(self, article_ids: set[str]) -> dict[str, Article]:
        rows = self._connection.execute(select(articles).where(articles.c.id.in_(article_ids)))
        return {row.id: to_article(row) for row in rows}


def _conditions(wanted: QueueFilter) -> Iterable[ColumnElement[bool]]:
    yield comments.c.state == wanted.state
    if wanted.reason is not None:
        yield exists().where(
            decision_reasons.c.decision_id == comments.c.decision_id, decision_reasons.c.code == wanted.reason
        )
    if wanted.article is not None:
        yield articles.c.key == wanted.article
    if wanted.section is not None:
        yield articles.c.section == wanted.section
    if wanted.author is not None:
        yield or_(accounts.c.id == wanted.author, accounts.c.name_key == name_key(wanted.author))
    if wanted.text is not None:
        yield revisions.c.body.icontains(wanted.text, autoescape=True)


def _counting(statement: Select[Any]) -> Select[Any]:
    return statement.with_only_columns(func.count(), maintain_column_froms=True)
