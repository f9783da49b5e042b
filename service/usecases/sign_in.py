"""Signing in and out, and recognising who is signed in."""

from dataclasses import dataclass
from datetime import timedelta

from service.domain.accounts import LONGEST_PASSWORD, Login, name_key
from service.domain.clock import Clock
from service.domain.errors import InvalidToken, TooManyAttempts, WrongCredentials
from service.domain.principals import Principal
from service.domain.secrets import new_secret, secret_hash
from service.storage.store import Store
from service.usecases.passwords import Passwords


@dataclass(frozen=True, slots=True)
class SignedIn:
    """`login_token` is the secret for the browser's cookie; it is not stored anywhere."""

    principal: Principal
    login_token: str


@dataclass(frozen=True, slots=True)
class SignIn:
    """`max_failures` wrong passwords for one name from one address within `failure_window` close that pair,
    and no other, until the window has passed: a stranger elsewhere cannot lock anybody out.
    """

    store: Store
    passwords: Passwords
    clock: Clock
    max_failures: int
    failure_window: timedelta

    def __call__(self, name: str, password: str, address: str) -> SignedIn:
        """Raises WrongCredentials, TooManyAttempts, StoreUnavailable."""
        key = name_key(name)
        self._refuse_after_many_failures(key, address)
        with self.store.read() as tx:
            account = tx.accounts.by_name(name)
        # Hashing takes tens of milliseconds, so it happens outside any transaction.
        stored = account.password_hash if account else None
        right = self.passwords.verify(stored, password[: LONGEST_PASSWORD + 1])
        now = self.clock()
        with self.store.write() as tx:
            if account is None or not right:
                tx.logins.count_failure(key, address, now, self.failure_window)
            else:
                tx.logins.forget_failures(key, address)
                token = new_secret()
                tx.logins.add(Login(secret_hash(token), account.principal, now, now, None))
                return SignedIn(account.principal, token)
        raise WrongCredentials("The name or the password is wrong.")

    def _refuse_after_many_failures(self, key: str, address: str) -> None:
        now = self.clock()
        with self.store.read() as tx:
            failures, last_at = tx.logins.failures(key, address)
        if last_at is None or failures < self.max_failures or last_at + self.failure_window <= now:
            return
        wait = last_at + self.failure_window - now
        raise TooManyAttempts(
            "Too many wrong passwords. Wait a little, then try again.",
            retry_after_seconds=max(1, round(wait.total_seconds())),
        )


@dataclass(frozen=True, slots=True)
class SignOut:
    store: Store
    clock: Clock

    def __call__(self, login_token: str) -> None:
        """End this sign-in for good: its cookie is worthless from now on. Raises StoreUnavailable."""
        with self.store.write() as tx:
            tx.logins.revoke(secret_hash(login_token), self.clock())


@dataclass(frozen=True, slots=True)
class RecogniseLogin:
    """A sign-in ends `idle` after it was last seen and `absolute` after it began, whatever happens."""

    store: Store
    clock: Clock
    idle: timedelta
    absolute: timedelta

    def __call__(self, login_token: str) -> Principal | None:
        """Who is signed in with this token; None where nobody is any more. Raises StoreUnavailable."""
        token_hash = secret_hash(login_token)
        with self.store.read() as tx:
            login = tx.logins.by_hash(token_hash)
        now = self.clock()
        if login is None or login.revoked_at is not None:
            return None
        if now - login.last_seen_at > self.idle or now - login.created_at > self.absolute:
            return None
        # Written rarely: a request that only reads should not cost a write.
        if now - login.last_seen_at > self.idle / 20:
            with self.store.write() as tx:
                tx.logins.touch(token_hash, now)
        return login.principal


@dataclass(frozen=True, slots=True)
class RecogniseToken:
    store: Store
    clock: Clock

    def __call__(self, token: str) -> Principal:
        """Whose API token this is. Raises InvalidToken for unknown and expired alike, StoreUnavailable."""
        with self.store.read() as tx:
            principal = tx.api_tokens.recognise(secret_hash(token), self.clock())
        if principal is None:
            raise InvalidToken("The token is not valid. Ask the operator of the service for a new one.")
        return principal
