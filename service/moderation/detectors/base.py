"""What a detector is."""

from typing import ClassVar, Protocol

from service.domain.judgement import Context, Signal
from service.moderation.normalise import Text
from service.moderation.signals import SignalCode


class Detector(Protocol):
    """One check. Built once from the policy, then asked about every text.

    `name` and `version` are stored with what it finds; a change in what it finds is a new version.
    `codes` are the signals that it can give. `find` is pure: the same text and context give the same
    signals. It may raise anything; the pipeline then holds the comment.
    """

    name: ClassVar[str]
    codes: ClassVar[frozenset[SignalCode]]

    @property
    def version(self) -> str: ...

    def find(self, text: Text, context: Context, /) -> tuple[Signal, ...]: ...
