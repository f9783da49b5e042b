"""Authors whom nobody knows yet."""

from typing import ClassVar

from service.domain.judgement import Context, Signal
from service.moderation.normalise import Text
from service.moderation.signals import SignalCode, signal_at


class AuthorDetector:
    """`first_comments` is the number of approved comments from which on an author is known."""

    name: ClassVar[str] = "author"
    version: ClassVar[str] = "1"
    codes: ClassVar[frozenset[SignalCode]] = frozenset({SignalCode.NEW_AUTHOR})

    def __init__(self, first_comments: int) -> None:
        self._first_comments = first_comments

    def find(self, _text: Text, context: Context) -> tuple[Signal, ...]:
        """`new_author` while fewer of the author's comments than `first_comments` are approved."""
        approved = context.author_approved_count
        if approved >= self._first_comments:
            return ()
        detail = f"{approved} approved of the first {self._first_comments}"
        return (signal_at(SignalCode.NEW_AUTHOR, (), [detail], score=1.0, severity=1),)
