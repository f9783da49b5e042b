"""API tokens of the magazine's own servers."""

from datetime import datetime

from sqlalchemy import Connection, or_, select

from service.domain.principals import Principal, Role
from service.storage.tables import api_tokens
from service.storage.upsert import insert_unless_there


class ApiTokenRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, principal: Principal, token_hash: str, now: datetime, expires_at: datetime | None) -> bool:
        """Store the token's hash; False where its name is taken."""
        return insert_unless_there(
            self._connection,
            api_tokens,
            {
                "id": principal.id,
                "name": principal.name,
                "role": principal.role,
                "token_hash": token_hash,
                "created_at": now,
                "expires_at": expires_at,
            },
        )

    def recognise(self, token_hash: str, now: datetime) -> Principal | None:
        """Whose token this is; None where it is unknown, revoked or expired."""
        row = self._connection.execute(
            select(api_tokens.c.id, api_tokens.c.name, api_tokens.c.role).where(
                api_tokens.c.token_hash == token_hash,
                api_tokens.c.revoked_at.is_(None),
                or_(api_tokens.c.expires_at.is_(None), api_tokens.c.expires_at > now),
            )
        ).first()
        return Principal(row.id, row.name, Role(row.role)) if row else None
