"""The checks, one a file, and the list of those that run."""

from service.moderation.detectors.author import AuthorDetector
from service.moderation.detectors.base import Detector
from service.moderation.detectors.length import LengthDetector
from service.moderation.detectors.links import LinkDetector
from service.moderation.detectors.profanity import ProfanityDetector
from service.moderation.detectors.repeat import RepeatDetector
from service.moderation.detectors.words import WordDetector
from service.moderation.policy import Policy

__all__ = ["Detector", "build_detectors"]


def build_detectors(policy: Policy) -> tuple[Detector, ...]:
    """Every detector, set up as the policy says, in the order in which they run."""
    return (
        ProfanityDetector(policy.profanity_allowed),
        WordDetector(policy.blocked_words, policy.suspect_words),
        LinkDetector(policy.max_links),
        LengthDetector(policy.long_from_characters),
        RepeatDetector(policy.repeat_from_count),
        AuthorDetector(policy.first_comments),
    )
