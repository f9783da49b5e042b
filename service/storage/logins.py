"""Who is signed in, and who failed to."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, case, delete, insert, select, update

from service.domain.accounts import Login
from service.domain.principals import Principal, Role
from service.storage.tables import accounts, login_failures, logins
from service.storage.upsert import upsert

# Asked at every signed-in request, so it is put together once.
_BY_HASH = (
    select(logins, accounts.c.name, accounts.c.role)
    .join(accounts, accounts.c.id == logins.c.account_id)
    .where(logins.c.token_hash == bindparam("token_hash"))
)


class LoginRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, login: Login) -> None:
        self._connection.execute(
            insert(logins).values(
                token_hash=login.token_hash,
                account_id=login.principal.id,
                created_at=login.created_at,
                last_seen_at=login.last_seen_at,
            )
        )

    def by_hash(self, token_hash: str) -> Login | None:
        row = self._connection.execute(_BY_HASH, {"token_hash": token_hash}).first()
        if row is None:
            return None
        principal = Principal(row.account_id, row.name, Role(row.role))
        return Login(row.token_hash, principal, row.created_at, row.last_seen_at, row.revoked_at)

    def touch(self, token_hash: str, now: datetime) -> None:
        """Note that this sign-in is in use."""
        self._connection.execute(
            update(logins).where(logins.c.token_hash == token_hash).values(last_seen_at=now)
        )

    def revoke(self, token_hash: str, now: datetime) -> None:
        self._connection.execute(
            update(logins)
            .where(logins.c.token_hash == token_hash, logins.c.revoked_at.is_(None))
            .values(revoked_at=now)
        )

    def failures(self, name_key: str, address: str) -> tuple[int, datetime | None]:
        """How many sign-ins failed for this name from this address in a row, and when the last one did."""
        row = self._connection.execute(
            select(login_failures.c.failures, login_failures.c.last_at).where(
                login_failures.c.name_key == name_key, login_failures.c.address == address
            )
        ).first()
        return (row.failures, row.last_at) if row else (0, None)

    def count_failure(self, name_key: str, address: str, now: datetime, window: timedelta) -> None:
        """Count one more failure; after a pause of `window` the count begins again."""
        again = case((login_failures.c.last_at > now - window, login_failures.c.failures + 1), else_=1)
        self._connection.execute(
            upsert(self._connection, login_failures)
            .values(name_key=name_key, address=address, failures=1, last_at=now)
            .on_conflict_do_update(
                index_elements=["name_key", "address"], set_={"failures": again, "last_at": now}
            )
        )

    def forget_failures(self, name_key: str, address: str) -> None:
        self._connection.execute(
            delete(login_failures).where(
                login_failures.c.name_key == name_key, login_failures.c.address == address
            )
        )
