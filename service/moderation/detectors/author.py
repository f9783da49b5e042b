"""Authors whom nobody knows yet, and those whose comments were rejected lately."""

from typing import ClassVar

from service.domain.judgement import Context, Signal
from service.moderation.detectors.base import Cost
from service.moderation.normalise import Text
from service.moderation.signals import SignalCode, signal_at

MIN_REJECTED = 3
"""One or two rejected comments are anybody's bad day."""

_SEVERE_FROM = 0.5


class AuthorDetector:
    """`first_comments` is the number of approved comments from which on an author is known."""

    name: ClassVar[str] = "author"
    version: ClassVar[str] = "2"
    codes: ClassVar[frozenset[SignalCode]] = frozenset({SignalCode.NEW_AUTHOR, SignalCode.REJECTED_AUTHOR})
    cost: ClassVar[Cost] = Cost.CONSTANT

    def __init__(self, first_comments: int) -> None:
        self._first_comments = first_comments

    def find(self, _text: Text, context: Context) -> tuple[Signal, ...]:
        """`new_author` while fewer of the author's comments than `first_comments` are approved;
        `rejected_author` where MIN_REJECTED or more of the recently decided ones were rejected: the score is
        their share, and from a half on it is severe.
        """
        return (*self._unknown(context), *_rejected(context))

    def _unknown(self, context: Context) -> tuple[Signal, ...]:
        approved = context.author_approved_count
        if approved >= self._first_comments:
            return ()
        detail = f"{approved} approved of the first {self._first_comments}"
        return (signal_at(SignalCode.NEW_AUTHOR, (), [detail], score=1.0, severity=1),)


def _rejected(context: Context) -> tuple[Signal, ...]:
    rejected, recent = context.author_rejected_count, context.author_recent_count
    if rejected < MIN_REJECTED:
        return ()
    share = rejected / max(recent, rejected)
    severity = 2 if share >= _SEVERE_FROM else 1
    detail = f"{rejected} rejected of the last {recent} decided"
    return (signal_at(SignalCode.REJECTED_AUTHOR, (), [detail], score=round(share, 3), severity=severity),)
