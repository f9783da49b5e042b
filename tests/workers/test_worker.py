"""A real worker process on a real Valkey."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from redis import Redis
from rq import Callback, Queue
from rq.registry import FailedJobRegistry
from rq.serializers import DefaultSerializer, JSONSerializer

from service.domain.states import State
from service.queueing.bell import JUDGE_JOB, QUEUE_NAME
from service.settings import Settings
from tests.support.desk import Desk
from tests.support.marks import on_sqlite_alone
from tests.support.processes import running
from tests.support.waiting import wait_for

ROOT = Path(__file__).parents[2]


@pytest.fixture
def worker(settings: Settings) -> Iterator["subprocess.Popen[bytes]"]:
    with running(settings, "judge") as process:
        yield process


@pytest.fixture
def queue(settings: Settings) -> Queue:
    return Queue(QUEUE_NAME, connection=Redis.from_url(settings.redis_url), serializer=JSONSerializer)


@pytest.mark.usefixtures("worker")
def test_a_ring_is_answered(desk: Desk) -> None:
    desk.article()
    comment = desk.post(desk.reader())
    wait_for(lambda: desk.state(comment) is State.APPROVED, "the worker to approve")


@pytest.mark.usefixtures("worker")
def test_a_ring_that_is_doubled_or_late_does_no_harm(desk: Desk, queue: Queue) -> None:
    desk.article()
    comment = desk.post(desk.reader())
    wait_for(lambda: desk.state(comment) is State.APPROVED, "the worker to approve")
    late = [
        queue.enqueue_call(JUDGE_JOB, args=(each,), result_ttl=0) for each in (comment.id, comment.id, None)
    ]
    wait_for(lambda: not any(queue.fetch_job(job.id) for job in late), "the late jobs to be done")

    with desk.services.store.read() as tx:
        assert len(tx.decisions.of_comment(comment.id)) == 1


@on_sqlite_alone
def test_a_changed_policy_comes_into_force_while_the_worker_runs_and_a_broken_one_does_not(
    desk: Desk, settings: Settings, tmp_path: Path
) -> None:
    policy = tmp_path / "policy.toml"
    usual = settings.policy_file.read_text("utf-8")
    policy.write_text(usual, "utf-8")
    desk.article()
    rita = desk.reader()

    def posted_and_judged() -> State:
        comment = desk.post(rita)
        wait_for(lambda: desk.state(comment) is not State.PENDING, "the worker to decide")
        return desk.state(comment)

    with running(replace(settings, policy_file=policy), "judge"):
        assert posted_and_judged() is State.APPROVED
        policy.write_text(usual.replace('mode = "auto"', 'mode = "hold-all"', 1), "utf-8")
        assert posted_and_judged() is State.HELD
        policy.write_text("this is no policy", "utf-8")
        assert posted_and_judged() is State.HELD
    log = (settings.data_dir / "judge.log").read_text("utf-8")
    assert log.count("the new policy is not used") == 1
    assert f"{policy}:1: This is not valid TOML" in log


def plant_a_shell_command(queue: Queue, mark: Path) -> None:
    queue.enqueue_call("os.system", args=(f"touch {mark}",))


def plant_a_pickle(queue: Queue, mark: Path) -> None:
    pickled = Queue(QUEUE_NAME, connection=queue.connection, serializer=DefaultSerializer)
    pickled.enqueue_call("os.system", args=(f"touch {mark}",))


def plant_a_method_of_an_object(queue: Queue, mark: Path) -> None:
    job = queue.enqueue_call("os.system", args=(f"touch {mark}",))
    planted = json.dumps(["system", "os", [f"touch {mark}"], {}]).encode()
    queue.connection.hset(job.key, "data", planted)


def plant_callbacks(queue: Queue, mark: Path) -> None:
    queue.enqueue_call(
        JUDGE_JOB,
        args=(str(mark),),
        result_ttl=0,
        on_success=Callback("tests.workers.planted.leave_a_mark"),
        on_failure=Callback("tests.workers.planted.leave_a_mark"),
    )


@pytest.mark.parametrize(
    "plant", [plant_a_shell_command, plant_a_pickle, plant_a_method_of_an_object, plant_callbacks]
)
def test_a_job_planted_in_redis_is_not_run_and_the_worker_goes_on(
    desk: Desk, settings: Settings, queue: Queue, tmp_path: Path, plant: Callable[[Queue, Path], None]
) -> None:
    mark = tmp_path / "somebody-was-here"
    plant(queue, mark)
    desk.article()
    comment = desk.post(desk.reader())
    with running(settings, "judge") as process:
        wait_for(lambda: desk.state(comment) is State.APPROVED, "the worker to go on after the planted job")
        wait_for(lambda: queue.count == 0, "the queue to be empty")
    assert process.returncode == 0
    assert not mark.exists()


@on_sqlite_alone
def test_a_refused_job_is_kept_where_an_operator_finds_it(
    settings: Settings, queue: Queue, worker: "subprocess.Popen[bytes]", tmp_path: Path
) -> None:
    plant_a_shell_command(queue, tmp_path / "mark")
    failed = FailedJobRegistry(queue=queue)
    (job_id,) = wait_for(lambda: failed.get_job_ids(cleanup=False), "the refused job to be noted")
    assert "none of this service's" in str(queue.fetch_job(job_id).latest_result().exc_string)  # type: ignore[union-attr]


@on_sqlite_alone
def test_sigterm_lets_a_worker_end_in_peace(settings: Settings, worker: "subprocess.Popen[bytes]") -> None:
    log = settings.data_dir / "judge.log"
    wait_for(lambda: b"Listening on" in log.read_bytes(), "the worker to listen")
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=20) == 0


def test_the_sweep_rings_for_a_comment_whose_ring_was_lost(
    desk: Desk, settings: Settings, queue: Queue
) -> None:
    desk.article()
    comment = desk.post(desk.reader())
    queue.connection.flushall()
    with running(settings, "judge") as judge, running(settings, "sweep") as sweep:
        wait_for(lambda: desk.state(comment) is State.APPROVED, "the sweep to ring and the worker to answer")
    assert (judge.returncode, sweep.returncode) == (0, 0)


@on_sqlite_alone
def test_a_request_to_stop_that_comes_while_a_line_is_logged_is_not_lost(settings: Settings) -> None:
    """`logging` swallows what a signal raises in the middle of a line; the worker stops all the same."""
    script = Path(__file__).with_name("stopped_while_logging.py")
    stopped = subprocess.run(
        [sys.executable, "-c", script.read_text(encoding="utf-8"), settings.redis_url],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert "asked to stop" in stopped.stdout
    assert stopped.returncode == 0


@on_sqlite_alone
def test_a_broken_policy_stops_the_start_with_the_line(settings: Settings, tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text('version = "1"\nmode = "sometimes"\n', encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, "-m", "workers"],
        cwd=ROOT,
        env={**os.environ, "DATA_DIR": str(settings.data_dir), "DESK_POLICY_FILE": str(policy)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert f"{policy}:2:" in ended.stderr
    assert "Traceback" not in ended.stderr
