"""The RQ worker: one queue, allow-listed functions, no remote control."""

from collections.abc import Callable
from typing import Any

from rq import Queue, Worker
from rq.exceptions import StopRequested
from rq.job import Job
from rq.serializers import JSONSerializer
from rq.worker import WorkerStatus

from service.queueing.bell import QUEUE_NAME
from service.queueing.connection import connect_for_working
from workers.jobs import ALLOWED_JOBS
from workers.runtime import runtime

WORKER_TTL_SECONDS = 60
MAINTENANCE_SECONDS = 30
MONITORING_SECONDS = 5


class JobRefused(Exception):
    """Redis holds a job that this service never enqueues."""


class AllowListedJob(Job):
    """A job that runs a function of our own or nothing at all.

    The serializer does not protect: a job names the function to call, so whoever can write to Redis
    could have any importable function run. Callbacks, webhooks and repeats are named in the same way, and
    this service uses none of them.
    """

    @property
    def func(self) -> Callable[..., Any]:
        if self.func_name not in ALLOWED_JOBS or self.instance is not None:
            raise JobRefused("the job in Redis is none of this service's and was not run")
        function: Callable[..., Any] = super().func
        return function

    @property
    def success_callback(self) -> None:
        return None

    @property
    def failure_callback(self) -> None:
        return None

    @property
    def stopped_callback(self) -> None:
        return None

    def send_webhooks(self, status: str, *, exc_string: str | None = None) -> None:
        """Call no address that stands in Redis."""


class JudgeWorker(Worker):
    """Forks a work-horse for each job, so that a job that crashes or hangs takes nobody with it."""

    job_class = AllowListedJob

    def _shutdown(self) -> None:
        """Note the request to stop before RQ raises for it: raised by a signal in the middle of a log line,
        that exception is swallowed by `logging`, and the worker would go on for ever.
        """
        self._stop_requested = True
        super()._shutdown()  # type: ignore[no-untyped-call]

    def fork_work_horse(self, job: Job, queue: Queue) -> None:
        """Fork for this job, with the policy as it stands now."""
        runtime.refresh()
        super().fork_work_horse(job, queue)

    def heartbeat(self, timeout: int | None = None, pipeline: Any = None) -> None:
        """RQ calls this at each turn of its loop; an idle worker that was asked to stop stops here."""
        if self._stop_requested and self.get_state() == WorkerStatus.IDLE:
            raise StopRequested
        super().heartbeat(timeout, pipeline)

    def subscribe(self) -> None:
        """Take no commands over Redis: whoever can publish there could end workers and jobs. It also
        keeps a thread out of a process that forks.
        """

    def unsubscribe(self) -> None:
        """There is nothing to leave."""


def make_worker(redis_url: str) -> JudgeWorker:
    """A worker on the one queue: on several, RQ takes jobs in a way that loses them when it is killed."""
    return JudgeWorker(
        [QUEUE_NAME],
        connection=connect_for_working(redis_url),
        serializer=JSONSerializer,
        worker_ttl=WORKER_TTL_SECONDS,
        maintenance_interval=MAINTENANCE_SECONDS,
        job_monitoring_interval=MONITORING_SECONDS,
        log_job_description=False,
    )
