"""Connections that keep what they acknowledge."""

from pathlib import Path
from threading import Barrier, Thread

import pytest
from sqlalchemy import text

from service.bootstrap import Services
from service.domain.errors import StoreUnavailable
from service.storage.engine import has_no_wal_reset_defect, make_engine
from service.storage.store import Store


@pytest.mark.parametrize(
    ("version", "safe"), [((3, 40, 1), False), ((3, 51, 2), False), ((3, 51, 3), True), ((3, 53, 0), True)]
)
def test_a_sqlite_with_the_wal_reset_defect_is_not_safe(version: tuple[int, ...], safe: bool) -> None:
    assert has_no_wal_reset_defect(version) is safe


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("trusted_schema", 0)],
)
def test_sqlite_connections_are_durable_and_strict(tmp_path: Path, pragma: str, value: object) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'comments.db'}", pool_size=1)
    with engine.connect() as connection:
        assert connection.execute(text(f"PRAGMA {pragma}")).scalar_one() == value
    engine.dispose()


def test_concurrent_read_then_write_transactions_lose_no_update(services: Services) -> None:
    """Each reads a number and writes it back increased; with a lock taken too late some would be lost."""
    store, threads, rounds = services.store, 4, 25
    with store.engine.begin() as connection:
        connection.execute(text("CREATE TABLE counter (id INTEGER PRIMARY KEY, number INTEGER NOT NULL)"))
        connection.execute(text("INSERT INTO counter VALUES (1, 0)"))
    together = Barrier(threads)

    def count() -> None:
        together.wait()
        for _ in range(rounds):
            with store.engine.begin() as connection:
                statement = "SELECT number FROM counter WHERE id = 1"
                if connection.dialect.name == "postgresql":
                    statement += " FOR UPDATE"
                number = connection.execute(text(statement)).scalar_one()
                connection.execute(text("UPDATE counter SET number = :number"), {"number": number + 1})

    running = [Thread(target=count) for _ in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    with store.engine.connect() as connection:
        assert connection.execute(text("SELECT number FROM counter")).scalar_one() == threads * rounds


@pytest.mark.parametrize(
    "url", ["postgresql://nobody@127.0.0.1:1/nothing", "sqlite:////nonexistent-directory/comments.db"]
)
def test_a_database_that_is_not_there_is_said_to_be_unavailable(url: str) -> None:
    store = Store(make_engine(url, pool_size=1))
    with pytest.raises(StoreUnavailable):
        store.check()


def test_a_database_that_was_never_migrated_is_not_ready(tmp_path: Path) -> None:
    store = Store(make_engine(f"sqlite:///{tmp_path / 'empty.db'}", pool_size=1))
    with pytest.raises(StoreUnavailable):
        store.check()
    store.close()


def test_a_thread_that_waits_too_long_for_its_turn_to_write_is_told_so(tmp_path: Path) -> None:
    store = Store(make_engine(f"sqlite:///{tmp_path / 'comments.db'}", pool_size=2), patience_seconds=0.1)
    refused: list[StoreUnavailable] = []

    def write() -> None:
        try:
            with store.write():
                pass
        except StoreUnavailable as error:
            refused.append(error)

    with store.write():
        other = Thread(target=write)
        other.start()
        other.join()
    write()

    assert len(refused) == 1, "the other thread was refused; once the turn was free, writing worked again"
    store.close()
