"""What a worker process holds: settings and the pipeline from before the fork, connections from after it.

The application is imported and the policy loaded once, in the parent, so that a forked work-horse starts
in milliseconds. A database or Redis connection must not cross a fork, so each work-horse makes its own.
"""

import os
from dataclasses import dataclass

from service.bootstrap import Services, build, load_judge
from service.moderation.pipeline import Judge
from service.settings import Settings


@dataclass(frozen=True, slots=True)
class Prepared:
    settings: Settings
    judge: Judge


class NotPrepared(Exception):
    """A job was run in a process that no worker has prepared."""


_prepared: Prepared | None = None
_built: tuple[int, Services] | None = None


def prepare(settings: Settings) -> None:
    """Load what may be shared across a fork. Raises PolicyError."""
    global _prepared
    _prepared = Prepared(settings, load_judge(settings))


def services_of_this_process() -> Services:
    """The use cases on connections of this very process, made on the first call. Raises NotPrepared."""
    global _built
    if _prepared is None:
        raise NotPrepared("start a worker with: python -m workers")
    if _built is None or _built[0] != os.getpid():
        _built = (os.getpid(), build(_prepared.settings, judge=_prepared.judge))
    return _built[1]
