"""Accounts."""

from typing import Any

from sqlalchemy import Connection, Row, select

from service.domain.accounts import Account, name_key
from service.domain.principals import Principal, Role
from service.storage.tables import accounts
from service.storage.upsert import insert_unless_there


class AccountRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, account: Account) -> bool:
        """Store the account; False where its name is taken."""
        return insert_unless_there(
            self._connection,
            accounts,
            {
                "id": account.principal.id,
                "name": account.principal.name,
                "name_key": name_key(account.principal.name),
                "role": account.principal.role,
                "password_hash": account.password_hash,
                "created_at": account.created_at,
            },
        )

    def by_name(self, name: str) -> Account | None:
        row = self._connection.execute(select(accounts).where(accounts.c.name_key == name_key(name))).first()
        return _account(row) if row else None


def _account(row: Row[Any]) -> Account:
    return Account(Principal(row.id, row.name, Role(row.role)), row.password_hash, row.created_at)
