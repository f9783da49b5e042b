"""The same text posted again: by the same author, or nearly so by several."""

from typing import ClassVar

from service.domain.judgement import Context, Signal
from service.moderation.detectors.base import Cost
from service.moderation.normalise import Text
from service.moderation.signals import SignalCode, signal_at

GRAVE_FROM_AUTHORS = 5
"""Other readers with the text from which on nobody can mistake it for chance."""

_ALIKE_SCORE = 0.8
"""How sure a wave of texts is that are nearly, and not exactly, the same."""


class RepeatDetector:
    """`from_count` is the number of the author's own earlier comments with the same text that makes one more
    a repeat; `wave_from_authors` the number of other readers with the same or nearly the same text that
    makes one more a wave.
    """

    name: ClassVar[str] = "repeat"
    version: ClassVar[str] = "2"
    codes: ClassVar[frozenset[SignalCode]] = frozenset({SignalCode.REPEAT, SignalCode.WAVE})
    cost: ClassVar[Cost] = Cost.CONSTANT

    def __init__(self, from_count: int, wave_from_authors: int = 2) -> None:
        self._from_count = from_count
        self._wave_from_authors = wave_from_authors

    def find(self, _text: Text, context: Context) -> tuple[Signal, ...]:
        """`repeat` where the author has posted the text often enough before; `wave`, counting the readers,
        where enough others have.
        """
        return (*self._own(context.author_same_text_count), *self._wave(context))

    def _own(self, count: int) -> tuple[Signal, ...]:
        if count < self._from_count:
            return ()
        times = "once" if count == 1 else f"{count} times"
        return (signal_at(SignalCode.REPEAT, (), [f"posted {times} before"], score=1.0, severity=2),)

    def _wave(self, context: Context) -> tuple[Signal, ...]:
        same, alike = context.others_same_text_count, context.others_alike_count
        readers = max(same, alike)
        if readers < self._wave_from_authors:
            return ()
        text = "the same" if same >= self._wave_from_authors else "nearly the same"
        return (
            Signal(
                SignalCode.WAVE,
                score=1.0 if same >= self._wave_from_authors else _ALIKE_SCORE,
                severity=3 if readers >= GRAVE_FROM_AUTHORS else 2,
                detail=f"{text} text by {readers} other {'reader' if readers == 1 else 'readers'}",
                count=readers,
            ),
        )
