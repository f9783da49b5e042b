"""A detector with a defect."""

from typing import ClassVar

from service.domain.judgement import Context, Signal
from service.moderation.detectors.base import Cost
from service.moderation.normalise import Text
from service.moderation.signals import SignalCode


class BrokenDetector:
    """Fails on every text."""

    name: ClassVar[str] = "broken"
    version: ClassVar[str] = "1"
    codes: ClassVar[frozenset[SignalCode]] = frozenset()
    cost: ClassVar[Cost] = Cost.CONSTANT

    def find(self, _text: Text, _context: Context) -> tuple[Signal, ...]:
        raise RuntimeError("out of order")
