"""What a worker process holds: everything that may be shared across a fork, made once before the first.

The application is imported, the policy loaded and the use cases wired in the parent, so that a forked
work-horse starts in milliseconds. What must not cross a fork is an open connection: the parent closes its
own before it takes the first job, and each work-horse opens what it needs.
"""

import contextlib

from service.bootstrap import Services, build
from service.domain.errors import StoreUnavailable
from service.settings import Settings


class NotPrepared(Exception):
    """A job was run in a process that no worker has prepared."""


class Runtime:
    """Empty until a worker starts; jobs find their use cases here, because RQ hands them only ids."""

    def __init__(self) -> None:
        self._services: Services | None = None

    def prepare(self, settings: Settings) -> None:
        """Wire everything, and close every connection again. Raises PolicyError, UnsafeSqlite."""
        services = build(settings)
        services.judges()
        # Asked once here, the database's driver is loaded and knows its server: else every job would
        # begin with that. One that is down now may be up when a job comes.
        with contextlib.suppress(StoreUnavailable):
            services.store.check()
        services.close()
        self._services = services

    def refresh(self) -> None:
        """Take up a policy that has changed, before a fork: what is loaded here is loaded once, and not
        again in each work-horse.
        """
        if self._services is not None:
            self._services.judges()

    def services(self) -> Services:
        """The use cases, for a job. Raises NotPrepared."""
        if self._services is None:
            raise NotPrepared("start a worker with: python -m workers")
        return self._services


runtime = Runtime()
