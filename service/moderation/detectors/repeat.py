"""The same text posted again by the same author."""

from typing import ClassVar

from service.domain.judgement import Context, Signal
from service.moderation.normalise import Text
from service.moderation.signals import SignalCode, signal_at


class RepeatDetector:
    """`from_count` is the number of earlier comments with the same text that makes one more a repeat."""

    name: ClassVar[str] = "repeat"
    version: ClassVar[str] = "1"
    codes: ClassVar[frozenset[SignalCode]] = frozenset({SignalCode.REPEAT})

    def __init__(self, from_count: int) -> None:
        self._from_count = from_count

    def find(self, _text: Text, context: Context) -> tuple[Signal, ...]:
        """`repeat` where the author has posted the text often enough before."""
        count = context.author_same_text_count
        if count < self._from_count:
            return ()
        return (signal_at(SignalCode.REPEAT, (), [f"posted {count} times before"], score=1.0, severity=2),)
