"""The codes of what detectors find: the words that a policy's rules are written in."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from service.domain.judgement import Signal, Span

MAX_SPANS = 50
"""The most places that one signal points to. More would be a second copy of the comment, and tell nothing."""
MAX_DETAILS = 10
"""The most different findings that one signal names in its detail."""


class SignalCode(StrEnum):
    PROFANITY = "profanity"
    """Strong language."""
    SLUR = "slur"
    """A word that demeans people for who they are."""
    SEXUAL = "sexual"
    """A sexually explicit word."""
    INSULT = "insult"
    """A word that insults."""
    THREAT = "threat"
    """Words that threaten somebody, wish harm or call for it."""
    DRUG = "drug"
    """A word for drugs."""
    BLOCKED_WORD = "blocked_word"
    """One of the words that the magazine does not publish."""
    SUSPECT_WORD = "suspect_word"
    """One of the words that a moderator wants to see first."""
    PATTERN = "pattern"
    """One of the magazine's own patterns."""
    PERSONAL_ATTACK = "personal_attack"
    """An insult aimed at somebody: the one spoken to, or a person spoken of."""
    IDENTITY_ATTACK = "identity_attack"
    """An attack on people for who they are."""
    SELF_HARM = "self_harm"
    """Telling somebody to harm themselves."""
    TOXICITY = "toxicity"
    """The language model's opinion that the text is hostile; the score says how sure it is."""
    LINK = "link"
    """Web addresses outside the magazine's own."""
    LINK_SHARE = "link_share"
    """Web addresses are most of the text; the score is their share."""
    SHORTENED_LINK = "shortened_link"
    """A web address that hides where it leads."""
    LOOKALIKE_LINK = "lookalike_link"
    """A web address with letters that look like others."""
    CONTACT = "contact"
    """An e-mail address, a telephone number or a messenger account."""
    PROMOTION = "promotion"
    """The text advertises its author's channel, site or wares."""
    MONEY = "money"
    """Money or prizes are promised."""
    TEMPLATE = "template"
    """The text is made from a template."""
    SPAM = "spam"
    """The spam model's opinion; the score says how sure it is."""
    REPEAT = "repeat"
    """The author has posted the same text before."""
    WAVE = "wave"
    """Other readers have lately posted the same text, or nearly the same."""
    LANGUAGE = "language"
    """The text is in a language that the magazine does not publish."""
    LENGTH = "length"
    """The text is long."""
    SHOUTING = "shouting"
    """The text is written in capitals."""
    REPETITION = "repetition"
    """Characters or words are repeated over and over."""
    MENTIONS = "mentions"
    """Many people are addressed by an @ sign."""
    NEW_AUTHOR = "new_author"
    """The author has too few approved comments to be known."""
    REJECTED_AUTHOR = "rejected_author"
    """Many of the author's recent comments were rejected; the score is their share."""


def signal_at(
    code: SignalCode,
    spans: Iterable[Span],
    found: Sequence[str],
    *,
    score: float,
    severity: int,
    folded: Sequence[str] = (),
) -> Signal:
    """One signal for everything of one kind in a text, in reading order.

    `found` says what was matched, for moderators; each is named once. `folded` are the forms in which it
    was matched where the author typed something else; the signal is then not exact. At most MAX_SPANS
    places and MAX_DETAILS names are kept, and the detail says how many names were left out.
    """
    places = sorted(set(spans), key=lambda span: (span.start, span.end))
    return Signal(
        code,
        score,
        severity,
        spans=tuple(places[:MAX_SPANS]),
        detail=_listed(found),
        exact=not folded,
        folded=tuple(dict.fromkeys(folded))[:MAX_DETAILS],
        count=len(places) or 1,
    )


def _listed(found: Sequence[str]) -> str:
    names = list(dict.fromkeys(found))
    listed = ", ".join(names[:MAX_DETAILS])
    return listed if len(names) <= MAX_DETAILS else f"{listed} and {len(names) - MAX_DETAILS} more"
