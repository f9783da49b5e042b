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
    """A word from the general list of strong language."""
    BLOCKED_WORD = "blocked_word"
    """One of the words that the magazine does not publish."""
    SUSPECT_WORD = "suspect_word"
    """One of the words that a moderator wants to see first."""
    LINK = "link"
    """At least one web address."""
    LINK_FLOOD = "link_flood"
    """More web addresses than the policy allows."""
    LENGTH = "length"
    """The text is long."""
    REPEAT = "repeat"
    """The author has posted the same text before."""
    NEW_AUTHOR = "new_author"
    """The author has too few approved comments to be known."""


def signal_at(
    code: SignalCode, spans: Iterable[Span], found: Sequence[str], *, score: float, severity: int
) -> Signal:
    """One signal for everything of one kind in a text, in reading order.

    `found` says what was matched, for moderators; each is named once. At most MAX_SPANS places and
    MAX_DETAILS names are kept, and the detail says how many names were left out.
    """
    names = list(dict.fromkeys(found))
    detail = ", ".join(names[:MAX_DETAILS])
    if len(names) > MAX_DETAILS:
        detail += f" and {len(names) - MAX_DETAILS} more"
    places = sorted(set(spans), key=lambda span: (span.start, span.end))[:MAX_SPANS]
    return Signal(code, score, severity, tuple(places), detail)
