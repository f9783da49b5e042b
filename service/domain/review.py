"""What a moderator asks of the review queue."""

from dataclasses import dataclass

from service.domain.reasons import ReasonCode
from service.domain.states import State


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """Which comments are meant; a filter that is None lets everything through.

    `author` is an account's id or name, `text` a stretch of the current revision's body.
    """

    state: State = State.HELD
    reason: ReasonCode | None = None
    article: str | None = None
    section: str | None = None
    author: str | None = None
    text: str | None = None
