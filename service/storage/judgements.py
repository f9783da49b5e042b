"""The evidence: every run of the pipeline, kept whole with the revision that it judged."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, insert, select

from service.domain.judgement import Judgement, RecordedJudgement
from service.storage.tables import judgements

_INSERT = insert(judgements)


class JudgementRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, records: Sequence[RecordedJudgement]) -> None:
        if records:
            self._connection.execute(_INSERT, [_to_row(record) for record in records])

    def of_comment(self, comment_id: str) -> tuple[RecordedJudgement, ...]:
        """Every judgement of this comment, oldest first."""
        return self._where(judgements.c.comment_id == comment_id)

    def latest(self, comment_ids: Iterable[str]) -> dict[tuple[str, int], Judgement]:
        """The latest judgement of each revision of these comments, by comment id and revision."""
        wanted = set(comment_ids)
        records = self._where(judgements.c.comment_id.in_(wanted)) if wanted else ()
        return {(record.comment_id, record.revision): record.judgement for record in records}

    def _where(self, condition: ColumnElement[bool]) -> tuple[RecordedJudgement, ...]:
        statement = select(judgements).where(condition).order_by(judgements.c.id)
        return tuple(_to_record(row) for row in self._connection.execute(statement))


def _to_row(record: RecordedJudgement) -> dict[str, Any]:
    return {
        "id": record.id,
        "comment_id": record.comment_id,
        "revision": record.revision,
        "policy_version": record.judgement.policy_version,
        "judgement": msgspec.json.encode(record.judgement).decode(),
        "applied": record.applied,
        "judged_at": record.judged_at,
    }


def _to_record(row: Row[Any]) -> RecordedJudgement:
    return RecordedJudgement(
        id=row.id,
        comment_id=row.comment_id,
        revision=row.revision,
        judgement=msgspec.json.decode(row.judgement, type=Judgement),
        applied=row.applied,
        judged_at=row.judged_at,
    )
