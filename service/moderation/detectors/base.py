"""What a detector is."""

from enum import StrEnum
from typing import ClassVar, Protocol

from service.domain.judgement import Context, Signal
from service.moderation.normalise import Text
from service.moderation.signals import SignalCode


class Cost(StrEnum):
    """What the work of a detector grows with. Never with anything else, whatever the text consists of."""

    CONSTANT = "constant"
    """With nothing: it looks at the context, or at the text's length."""
    WORDS = "words"
    """With the number of words: a few steps for each."""
    CHARACTERS = "characters"
    """With the number of characters: a few steps for each."""


class Detector(Protocol):
    """One check. Built once from the policy, then asked about every text.

    `name` and `version` are stored with what it finds; a change in what it finds is a new version.
    `codes` are the signals that it can give, `cost` is what its work grows with. `find` is pure: the
    same text and context give the same signals. It may raise anything; the pipeline then holds the
    comment.
    """

    name: ClassVar[str]
    codes: ClassVar[frozenset[SignalCode]]
    cost: ClassVar[Cost]

    @property
    def version(self) -> str: ...

    def find(self, text: Text, context: Context, /) -> tuple[Signal, ...]: ...
