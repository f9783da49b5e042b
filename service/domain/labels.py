"""What a moderator's decision says about a text, for those who learn from it."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from service.domain.reasons import ReasonCode
from service.domain.states import State


class Label(StrEnum):
    CLEAN = "clean"
    TOXIC = "toxic"
    SPAM = "spam"


_SPAM = frozenset({ReasonCode.SPAM})
_TOXIC = frozenset(
    {
        ReasonCode.PROFANITY,
        ReasonCode.SLUR,
        ReasonCode.HATE,
        ReasonCode.THREAT,
        ReasonCode.INSULT,
        ReasonCode.SEXUAL,
    }
)


@dataclass(frozen=True, slots=True)
class LabelledText:
    text: str
    label: Label


def label_of(state: State, reasons: Collection[ReasonCode]) -> Label | None:
    """The label of a text that a moderator approved or rejected, or None where the decision says nothing of
    the language: a comment that is off topic may be perfectly polite.
    """
    if state is State.APPROVED:
        return Label.CLEAN
    if state is State.REJECTED and not _SPAM.isdisjoint(reasons):
        return Label.SPAM
    if state is State.REJECTED and not _TOXIC.isdisjoint(reasons):
        return Label.TOXIC
    return None
