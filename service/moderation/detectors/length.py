"""Long texts."""

from typing import ClassVar

from service.domain.judgement import Context, Signal
from service.moderation.detectors.base import Cost
from service.moderation.normalise import Text
from service.moderation.signals import SignalCode, signal_at


class LengthDetector:
    """`from_characters` is the length in code points from which on a text is long."""

    name: ClassVar[str] = "length"
    version: ClassVar[str] = "1"
    codes: ClassVar[frozenset[SignalCode]] = frozenset({SignalCode.LENGTH})
    cost: ClassVar[Cost] = Cost.CONSTANT

    def __init__(self, from_characters: int) -> None:
        self._from_characters = from_characters

    def find(self, text: Text, _context: Context) -> tuple[Signal, ...]:
        """`length` for a long text; it is about the whole text and points to no part of it."""
        length = len(text.body)
        if length < self._from_characters:
            return ()
        return (signal_at(SignalCode.LENGTH, (), [f"{length} characters"], score=1.0, severity=1),)
