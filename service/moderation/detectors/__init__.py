"""The checks, one a file, and the list of those that run."""

from pathlib import Path

from service.moderation.detectors.author import AuthorDetector
from service.moderation.detectors.base import Cost, Detector
from service.moderation.detectors.language import LanguageDetector
from service.moderation.detectors.learned_spam import LearnedSpamDetector
from service.moderation.detectors.length import LengthDetector
from service.moderation.detectors.lexicon import LexiconDetector
from service.moderation.detectors.links import LinkDetector
from service.moderation.detectors.patterns import PatternDetector
from service.moderation.detectors.phrases import PhraseDetector
from service.moderation.detectors.repeat import RepeatDetector
from service.moderation.detectors.shape import ShapeDetector
from service.moderation.detectors.spam import SpamDetector
from service.moderation.detectors.toxicity import ToxicityDetector
from service.moderation.detectors.words import WordDetector
from service.moderation.policy import Policy

__all__ = ["Cost", "Detector", "build_detectors"]


def build_detectors(policy: Policy, models: Path | None = None) -> tuple[Detector, ...]:
    """Every detector, set up as the policy says, in the order in which they run.

    `models` is a folder with a `toxicity.model` and a `spam.model`; None for those that come along.
    """
    return (
        LexiconDetector(policy.lexicon_allowed),
        WordDetector(policy.blocked_words, policy.suspect_words, policy.allowed_words),
        PatternDetector(policy.patterns),
        PhraseDetector(),
        LinkDetector(policy.own_domains),
        SpamDetector(policy.own_domains),
        ToxicityDetector(models / "toxicity.model" if models else None),
        LearnedSpamDetector(models / "spam.model" if models else None),
        LanguageDetector(policy.languages),
        ShapeDetector(),
        LengthDetector(policy.long_from_characters),
        RepeatDetector(policy.repeat_from_count, policy.wave_from_authors),
        AuthorDetector(policy.first_comments),
    )
