"""Transactions, and the repositories that live inside one."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from threading import Lock

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from service.storage.accounts import AccountRepository
from service.storage.api_tokens import ApiTokenRepository
from service.storage.articles import ArticleRepository
from service.storage.comments import CommentRepository
from service.storage.decisions import DecisionRepository
from service.storage.engine import DEFAULT_PATIENCE_SECONDS, READ_ONLY, store_unavailable
from service.storage.idempotency import IdempotencyRepository
from service.storage.judgements import JudgementRepository
from service.storage.logins import LoginRepository
from service.storage.published import PublishedRepository
from service.storage.review import ReviewRepository
from service.storage.reviewed import ReviewedRepository
from service.storage.work import WorkRepository

logger = logging.getLogger(__name__)


class Transaction:
    """The repositories, all on the connection of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @cached_property
    def accounts(self) -> AccountRepository:
        return AccountRepository(self._connection)

    @cached_property
    def logins(self) -> LoginRepository:
        return LoginRepository(self._connection)

    @cached_property
    def api_tokens(self) -> ApiTokenRepository:
        return ApiTokenRepository(self._connection)

    @cached_property
    def articles(self) -> ArticleRepository:
        return ArticleRepository(self._connection)

    @cached_property
    def comments(self) -> CommentRepository:
        return CommentRepository(self._connection)

    @cached_property
    def published(self) -> PublishedRepository:
        return PublishedRepository(self._connection)

    @cached_property
    def decisions(self) -> DecisionRepository:
        return DecisionRepository(self._connection)

    @cached_property
    def judgements(self) -> JudgementRepository:
        return JudgementRepository(self._connection)

    @cached_property
    def work(self) -> WorkRepository:
        return WorkRepository(self._connection)

    @cached_property
    def review(self) -> ReviewRepository:
        return ReviewRepository(self._connection)

    @cached_property
    def reviewed(self) -> ReviewedRepository:
        return ReviewedRepository(self._connection)

    @cached_property
    def idempotency(self) -> IdempotencyRepository:
        return IdempotencyRepository(self._connection)


class Store:
    """Opens transactions. A database that does not answer becomes StoreUnavailable, whatever its driver
    calls it, so that no caller has to know which database is behind.
    """

    def __init__(self, engine: Engine, patience_seconds: float = DEFAULT_PATIENCE_SECONDS) -> None:
        self.engine = engine
        self._patience_seconds = patience_seconds
        self._one_writer = Lock() if engine.dialect.name == "sqlite" else None
        self._reading = engine.execution_options(**{READ_ONLY: True})

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """A transaction that is durable when the block ends, and undone if it raises."""
        with _translated_errors(), self._turn_to_write(), self.engine.begin() as connection:
            yield Transaction(connection)

    @contextmanager
    def _turn_to_write(self) -> Iterator[None]:
        """SQLite has one writer at a time. Threads that wait for it here are woken when it is their turn;
        left to SQLite they would nap for longer and longer, and the unlucky ones for half a second.
        """
        if self._one_writer is None:
            yield
            return
        if not self._one_writer.acquire(timeout=self._patience_seconds):
            raise store_unavailable()
        try:
            yield
        finally:
            self._one_writer.release()

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """A transaction for reading. Several reads in it may see different moments on PostgreSQL."""
        with _translated_errors(), self._reading.begin() as connection:
            yield Transaction(connection)

    def check(self) -> None:
        """Raises StoreUnavailable unless the database answers and has been migrated."""
        with _translated_errors(), self._reading.begin() as connection:
            connection.execute(text("SELECT id FROM comments LIMIT 1"))

    def close(self) -> None:
        """Close every connection; the store opens new ones if it is used again."""
        self.engine.dispose()


@contextmanager
def _translated_errors() -> Iterator[None]:
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeout) as error:
        logger.warning("the database does not answer: %s", _cause(error))
        raise store_unavailable() from error
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
        logger.warning("the connection to the database broke: %s", _cause(error))
        raise store_unavailable() from error


def _cause(error: Exception) -> str:
    """The driver's own words, without the statement and its values, which may hold a reader's text."""
    return str(getattr(error, "orig", None) or error).strip().splitlines()[0]
