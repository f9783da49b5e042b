"""The operator's commands, run as an operator runs them."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from service.bootstrap import Services
from service.domain.principals import Role
from service.settings import Settings
from tests.support.clock import SteppingClock
from tests.support.desk import Desk
from tests.support.marks import on_sqlite_alone

ROOT = Path(__file__).parents[2]
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(settings: Settings) -> Run:
    def run_command(
        *arguments: str, typed: str = "", **environment: str
    ) -> "subprocess.CompletedProcess[str]":
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DESK_")}
        return subprocess.run(
            [sys.executable, "-m", "service", *arguments],
            cwd=ROOT,
            env=kept
            | {
                "DATA_DIR": str(settings.data_dir),
                "DESK_DATABASE_URL": settings.database_url,
                "DESK_REDIS_URL": settings.redis_url,
            }
            | environment,
            input=typed,
            capture_output=True,
            text=True,
            check=False,
        )

    return run_command


@pytest.mark.parametrize("role", ["reader", "moderator", "admin"])
def test_an_account_is_made_with_the_password_from_standard_input(
    run: Run, services: Services, role: str
) -> None:
    made = run("create-user", "Rita", "--role", role, "--password-stdin", typed="correct horse\n")

    assert (made.returncode, made.stdout) == (0, f"Created the {role} Rita.\n")
    assert services.sign_in("rita", "correct horse", "127.0.0.1").principal.role == Role(role)


def test_a_name_that_is_taken_is_a_sentence_and_status_1(run: Run) -> None:
    run("create-user", "Rita", "--role", "reader", "--password-stdin", typed="correct horse\n")
    again = run("create-user", "RITA", "--role", "admin", "--password-stdin", typed="correct horse\n")
    assert (again.returncode, again.stdout) == (1, "")
    assert again.stderr == "There is an account called RITA already.\n"


@on_sqlite_alone
def test_a_password_that_is_too_short_is_refused(run: Run) -> None:
    refused = run("create-user", "Rita", "--role", "reader", "--password-stdin", typed="short\n")
    assert refused.returncode == 1
    assert refused.stderr == "A password has 8 to 128 characters.\n"


def test_a_token_is_printed_and_nothing_else_and_is_good_at_once(run: Run, services: Services) -> None:
    made = run("create-token", "front end", "--role", "publisher")

    assert (made.returncode, made.stderr) == (0, "")
    (token,) = made.stdout.split("\n")[:-1]
    assert services.recognise_token(token).role is Role.PUBLISHER


def test_a_token_is_not_stored_as_it_is(run: Run, services: Services) -> None:
    token = run("create-token", "front end", "--role", "publisher").stdout.strip()
    with services.store.engine.connect() as connection:
        stored = connection.exec_driver_sql("SELECT * FROM api_tokens").all()
    assert token not in str(stored)


@on_sqlite_alone
def test_a_token_cannot_be_a_moderator(run: Run) -> None:
    assert run("create-token", "front end", "--role", "moderator").returncode == 2


def test_migrate_says_where_the_schema_is(run: Run, tmp_path: Path) -> None:
    assert run("migrate").stdout == "The schema is at 0002.\n"
    fresh = run("migrate", DESK_DATABASE_URL=f"sqlite:///{tmp_path / 'fresh' / 'comments.db'}")
    assert (fresh.returncode, fresh.stdout) == (0, "The schema went from nothing to 0002.\n")


def test_requeue_makes_everything_pending_due_and_rings(run: Run, desk: Desk, clock: SteppingClock) -> None:
    rita = desk.reader()
    desk.article()
    for number in range(3):
        desk.post(rita, f"Thought number {number}.")
    with desk.services.store.write() as tx:
        tx.work.claim_fresh(desk.services.clock(), desk.services.judge_due.lease, 100, None)

    requeued = run("requeue")

    assert (requeued.returncode, requeued.stdout) == (0, "3 pending, and due now.\n")
    clock.advance(60)  # the command's clock is the real one, which has gone further than the test's
    assert desk.judge() == 3


def test_requeue_without_redis_says_that_the_sweep_will_ring(run: Run, desk: Desk) -> None:
    desk.article()
    desk.post(desk.reader())
    requeued = run("requeue", DESK_REDIS_URL="redis://127.0.0.1:1/0")
    assert requeued.returncode == 1
    assert "Redis does not answer, so the sweep will ring for them later" in requeued.stdout


@on_sqlite_alone
@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"DESK_NONSENSE": "1"}, "DESK_NONSENSE is not a setting"),
        ({"DESK_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}, "cannot reach its store"),
    ],
)
def test_what_is_wrong_is_a_sentence_and_no_traceback(
    run: Run, environment: dict[str, str], sentence: str
) -> None:
    failed = run("requeue", **environment)
    assert failed.returncode == 1
    assert sentence in failed.stderr
    assert "Traceback" not in failed.stderr


@on_sqlite_alone
def test_the_api_does_not_start_without_a_secret_key(run: Run) -> None:
    refused = run("serve")
    assert refused.returncode == 1
    assert "DESK_SECRET_KEY must have at least 32 characters" in refused.stderr
