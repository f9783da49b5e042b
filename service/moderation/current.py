"""The judge in force, and how a changed policy comes into force without a restart."""

import gc
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from service.moderation.pipeline import Judge
from service.moderation.policy import Policy, PolicyError, load_policy

logger = logging.getLogger(__name__)

_Signature = tuple[int, int, int, int]


class Judges(Protocol):
    """Gives the judge in force."""

    @property
    def fault(self) -> str | None: ...

    def __call__(self) -> Judge: ...


class FixedJudge:
    """One judge for good."""

    fault = None

    def __init__(self, judge: Judge) -> None:
        self._judge = judge

    def __call__(self) -> Judge:
        return self._judge


class CurrentJudge:
    """Gives the judge for the policy file as it stands now; loads it when first asked.

    A policy that cannot be used never replaces one that can: the judge before it stays in force, the log
    says once what is wrong, and `fault` says it for as long as the file stays so. Asking costs one look
    at the file's date and size. Threads may share it; a fork takes its judge along.
    """

    def __init__(self, policy_file: Path, make_judge: Callable[[Policy], Judge] = Judge) -> None:
        """`make_judge` builds the judge for a policy, and may raise PolicyError."""
        self._policy_file = policy_file
        self._make_judge = make_judge
        self._lock = threading.Lock()
        self._judge: Judge | None = None
        self._seen: _Signature | None = None
        self._fault: str | None = None

    def __call__(self) -> Judge:
        """The judge in force. Raises PolicyError where there is none yet and the policy cannot be used."""
        judge, signature = self._judge, self._signature()
        if judge is not None and signature == self._seen:
            return judge
        with self._lock:
            # Another thread may have done it while this one waited.
            if self._judge is None or signature != self._seen:
                self._judge = self._replaced(self._judge)
                self._seen = signature
            return self._judge

    @property
    def fault(self) -> str | None:
        """Why the policy file as it stands is not in force; None where it is."""
        return self._fault

    def _replaced(self, former: Judge | None) -> Judge:
        try:
            with _no_garbage_in_it():
                judge = self._make_judge(load_policy(self._policy_file))
        except PolicyError as error:
            if former is None:
                raise
            # Held back, not let through: what the magazine had decided before goes on to apply.
            self._fault = str(error)
            # Without the traceback: what is wrong is in the policy, and the sentence names its line.
            logger.error(  # noqa: TRY400
                "the new policy is not used; %s stays in force: %s", former.policy.version, error
            )
            return former
        self._fault = None
        if former is not None:
            logger.info("the policy %s replaces %s", judge.policy.version, former.policy.version)
        return judge

    def _signature(self) -> _Signature | None:
        """What tells one state of the file from another; None where it cannot be looked at."""
        try:
            found = self._policy_file.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino, found.st_ctime_ns


@contextmanager
def _no_garbage_in_it() -> Iterator[None]:
    """A judge is a million objects that all stay. To look for garbage among them while it is loaded, and with
    every later collection again, would be work for nothing: a tenth of what a judgement costs. After a fork
    it would also copy all memory that is shared.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
