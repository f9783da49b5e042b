"""What a worker process holds: settings and the pipeline from before the fork, connections from after it.

The application is imported and the policy loaded once, in the parent, so that a forked work-horse starts
in milliseconds. A database or Redis connection must not cross a fork, so each work-horse makes its own.
"""

import os

from service.bootstrap import Services, build, load_judge
from service.moderation.pipeline import Judge
from service.settings import Settings


class NotPrepared(Exception):
    """A job was run in a process that no worker has prepared."""


class Runtime:
    """Empty until a worker starts; jobs find their use cases here, because RQ hands them only ids."""

    def __init__(self) -> None:
        self._loaded: tuple[Settings, Judge] | None = None
        self._built: tuple[int, Services] | None = None

    def prepare(self, settings: Settings) -> None:
        """Load what may be shared across a fork. Raises PolicyError."""
        self._loaded = (settings, load_judge(settings))

    def services(self) -> Services:
        """The use cases on connections of this very process, made on the first call. Raises NotPrepared."""
        if self._loaded is None:
            raise NotPrepared("start a worker with: python -m workers")
        if self._built is None or self._built[0] != os.getpid():
            settings, judge = self._loaded
            self._built = (os.getpid(), build(settings, judge=judge))
        return self._built[1]


runtime = Runtime()
