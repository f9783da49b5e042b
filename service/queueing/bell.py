"""The doorbell: an RQ job that tells a worker that there is something to judge.

The pending row in the database is the work; a ring may be lost, late or doubled without harm. So a ring
never fails its caller, and there are never more of them than workers can answer soon: each job drains
everything that is due, so one that waits unanswered speaks for every comment committed before it starts.
"""

import logging
import secrets
import time
from threading import Lock

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from rq.serializers import JSONSerializer

logger = logging.getLogger(__name__)

QUEUE_NAME = "judge"
JUDGE_JOB = "workers.jobs.judge_due"
"""The job's dotted name. It travels in Redis: renaming it breaks the jobs in flight."""

JOB_TIMEOUT_SECONDS = 60
_FAILURE_TTL_SECONDS = 3600
_PAUSE_AFTER_FAILURE_SECONDS = 2.0


class Bell:
    """Rings for workers. Safe to share between threads, not across a fork."""

    def __init__(self, redis: Redis, most_waiting: int) -> None:
        self._redis = redis
        self._queue = Queue(QUEUE_NAME, connection=redis, serializer=JSONSerializer)
        self._most_waiting = most_waiting
        self._silent_until = 0.0
        self._lock = Lock()

    def ring(self, comment_id: str | None = None) -> bool:
        """Ring for this comment (None: for whatever is due), unless enough rings wait already. True where a
        ring went out.

        Never raises for a Redis that does not answer: the sweep finds the comment.
        """
        # After a failure a short silence: else every request would wait for the same time-out in turn.
        if time.monotonic() < self._silent_until or self.room() == 0:
            return False
        try:
            self._enqueue(comment_id)
        except RedisError as error:
            self._fell_silent(error)
            return False
        return True

    def room(self) -> int:
        """How many more rings the queue takes; 0 where Redis does not answer."""
        try:
            return max(0, self._most_waiting - self._queue.count)
        except RedisError as error:
            self._fell_silent(error)
            return 0

    def answers(self) -> bool:
        """Whether Redis answers."""
        try:
            return bool(self._redis.ping())
        except RedisError:
            return False

    def close(self) -> None:
        self._redis.close()

    def _enqueue(self, comment_id: str | None) -> None:
        self._queue.enqueue_call(
            JUDGE_JOB,
            args=(comment_id,),
            job_id=f"judge-{comment_id or 'due'}-{secrets.token_hex(4)}",
            timeout=JOB_TIMEOUT_SECONDS,
            result_ttl=0,
            failure_ttl=_FAILURE_TTL_SECONDS,
            description=JUDGE_JOB,
        )

    def _fell_silent(self, error: RedisError) -> None:
        with self._lock:
            if time.monotonic() >= self._silent_until:
                logger.warning("no ring: Redis does not answer (%s); the sweep will make up for it", error)
            self._silent_until = time.monotonic() + _PAUSE_AFTER_FAILURE_SECONDS
