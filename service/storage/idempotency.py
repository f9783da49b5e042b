"""Which requests have been answered before."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select

from service.storage.tables import idempotency_keys
from service.storage.upsert import insert_unless_there


@dataclass(frozen=True, slots=True)
class TakenKey:
    request_hash: str
    comment_id: str


class IdempotencyRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def take(
        self, account_id: str, key: str, request_hash: str, comment_id: str, now: datetime
    ) -> TakenKey | None:
        """Take the key for this request; where it was taken before, say for what.

        Of two requests that arrive together the later one waits here until the first is committed.
        """
        values = {
            "account_id": account_id,
            "key": key,
            "request_hash": request_hash,
            "comment_id": comment_id,
            "created_at": now,
        }
        if insert_unless_there(self._connection, idempotency_keys, values):
            return None
        row = self._connection.execute(
            select(idempotency_keys.c.request_hash, idempotency_keys.c.comment_id).where(
                idempotency_keys.c.account_id == account_id, idempotency_keys.c.key == key
            )
        ).one()
        return TakenKey(row.request_hash, row.comment_id)

    def any_before(self, moment: datetime) -> bool:
        """Whether a key was taken before this moment."""
        statement = select(idempotency_keys.c.key).where(idempotency_keys.c.created_at < moment).limit(1)
        return self._connection.execute(statement).first() is not None

    def forget_before(self, moment: datetime) -> int:
        """Remove the keys taken before this moment; says how many there were."""
        statement = delete(idempotency_keys).where(idempotency_keys.c.created_at < moment)
        return self._connection.execute(statement).rowcount
