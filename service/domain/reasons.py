"""Reason codes: why a comment was approved, held or rejected, and what its author is told.

A code is stable: it is stored with decisions, filtered by in the review queue and relied on by clients.
"""

from dataclasses import dataclass
from enum import StrEnum


class ReasonCode(StrEnum):
    # automation: nothing found
    CLEAN = "clean"
    # automation: something found
    PROFANITY = "profanity"
    BLOCKED_WORD = "blocked_word"
    SUSPECT_WORD = "suspect_word"
    LINK = "link"
    LINK_FLOOD = "link_flood"
    CONTACT = "contact"
    LENGTH = "length"
    SHAPE = "shape"
    LANGUAGE = "language"
    TOXIC = "toxic"
    DRUG = "drug"
    REPEAT = "repeat"
    WAVE = "wave"
    NEW_AUTHOR = "new_author"
    AUTHOR_RECORD = "author_record"
    HOLD_ALL = "hold_all"
    # automation: could not judge
    DETECTOR_ERROR = "detector_error"
    SYSTEM_ERROR = "system_error"
    # people
    REVIEWED = "reviewed"
    SLUR = "slur"
    HATE = "hate"
    THREAT = "threat"
    INSULT = "insult"
    SEXUAL = "sexual"
    SPAM = "spam"
    OFF_TOPIC = "off_topic"
    PERSONAL_DATA = "personal_data"
    ILLEGAL = "illegal"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason of one decision: the code, and the sentence that the author reads."""

    code: ReasonCode
    message: str


MESSAGES: dict[ReasonCode, str] = {
    ReasonCode.CLEAN: "Nothing in the comment needed a second look.",
    ReasonCode.PROFANITY: "The comment seems to contain strong language.",
    ReasonCode.BLOCKED_WORD: "The comment contains words that this magazine does not publish.",
    ReasonCode.SUSPECT_WORD: "The comment contains words that a moderator reads first.",
    ReasonCode.LINK: "The comment contains a link, which a moderator checks first.",
    ReasonCode.LINK_FLOOD: "The comment contains more links than this magazine allows.",
    ReasonCode.CONTACT: "The comment contains contact details, which a moderator checks first.",
    ReasonCode.LENGTH: "The comment is unusually long, so a moderator reads it first.",
    ReasonCode.SHAPE: "The comment is written in an unusual way, so a moderator reads it first.",
    ReasonCode.LANGUAGE: "The comment seems to be in a language that this magazine does not publish.",
    ReasonCode.TOXIC: "The comment may be hostile, so a moderator reads it first.",
    ReasonCode.DRUG: "The comment mentions drugs, so a moderator reads it first.",
    ReasonCode.REPEAT: "You have posted the same text before.",
    ReasonCode.WAVE: "Several readers have posted nearly this text, so a moderator reads it first.",
    ReasonCode.NEW_AUTHOR: "A moderator reads every reader's first comments.",
    ReasonCode.AUTHOR_RECORD: "Several of your recent comments were rejected, so a moderator reads this one.",
    ReasonCode.HOLD_ALL: "A moderator reads every comment on this article.",
    ReasonCode.DETECTOR_ERROR: "An automatic check failed, so a moderator reads the comment.",
    ReasonCode.SYSTEM_ERROR: "The comment could not be checked automatically, so a moderator reads it.",
    ReasonCode.REVIEWED: "A moderator read the comment and approved it.",
    ReasonCode.SLUR: "The comment contains a word that demeans people for who they are.",
    ReasonCode.HATE: "The comment attacks people for who they are.",
    ReasonCode.THREAT: "The comment threatens somebody or calls for harm.",
    ReasonCode.INSULT: "The comment attacks a person instead of an argument.",
    ReasonCode.SEXUAL: "The comment contains sexual content.",
    ReasonCode.SPAM: "The comment advertises or repeats itself.",
    ReasonCode.OFF_TOPIC: "The comment is not about the article.",
    ReasonCode.PERSONAL_DATA: "The comment contains somebody's personal data.",
    ReasonCode.ILLEGAL: "The comment contains content that the law forbids.",
    ReasonCode.OTHER: "A moderator decided against the comment.",
}

REJECTION_REASONS: frozenset[ReasonCode] = frozenset(
    {
        ReasonCode.PROFANITY,
        ReasonCode.SLUR,
        ReasonCode.HATE,
        ReasonCode.THREAT,
        ReasonCode.INSULT,
        ReasonCode.SEXUAL,
        ReasonCode.SPAM,
        ReasonCode.OFF_TOPIC,
        ReasonCode.PERSONAL_DATA,
        ReasonCode.ILLEGAL,
        ReasonCode.OTHER,
    }
)
"""What a moderator may give as the reason of a rejection."""


def reason(code: ReasonCode, message: str | None = None) -> Reason:
    """The reason with this code, in the standard words unless others are given."""
    return Reason(code, message or MESSAGES[code])
