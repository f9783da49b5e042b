"""The jobs that a worker runs. Ids in, nothing out; each is harmless when it runs twice or late.

A job's dotted name travels in Redis. Renaming one breaks the jobs that are in flight.
"""

import logging

from service.queueing.bell import JUDGE_JOB
from workers.runtime import runtime

logger = logging.getLogger(__name__)

ALLOWED_JOBS = frozenset({JUDGE_JOB})
"""Every function that a worker will run, whatever else somebody writes into Redis."""


def judge_due(comment_id: str | None) -> None:
    """Judge everything that is due, the comment that rang first (None: whatever waits).

    Raises StoreUnavailable: RQ notes the failure, the comments' leases run out, and the sweep rings again.
    """
    services = runtime.services()
    settled = services.judge_due(comment_id)
    logger.debug("settled %d comments", settled)
