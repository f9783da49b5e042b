"""Strong words, by the lexicon: as they stand, and in disguise.

What the author typed in so many letters is exact. What is found only by reading a word as another one is
not: the signal says so, and a policy can keep itself from rejecting by it.
"""

from collections.abc import Collection, Sequence
from functools import cached_property
from typing import ClassVar

from service.domain.judgement import Context, Signal, Span
from service.moderation.detectors.base import Cost
from service.moderation.lexicon import lexicon, lists_version
from service.moderation.lexicon.homographs import homographs
from service.moderation.lexicon.search import Found, search
from service.moderation.normalise import Text, fold
from service.moderation.signals import SignalCode, signal_at
from service.moderation.stance import lowered

_SURE = 0.9
_FOLDED = 0.7
_AMBIGUOUS = 0.5
_STRONG_SWEARING = 3


class LexiconDetector:
    """`allowed` are words that are ordinary in this magazine: of the lists, or as readers write them."""

    name: ClassVar[str] = "lexicon"
    codes: ClassVar[frozenset[SignalCode]] = frozenset(
        {
            SignalCode.PROFANITY,
            SignalCode.SLUR,
            SignalCode.SEXUAL,
            SignalCode.INSULT,
            SignalCode.THREAT,
            SignalCode.DRUG,
        }
    )
    cost: ClassVar[Cost] = Cost.CHARACTERS

    def __init__(self, allowed: Collection[str]) -> None:
        self._allowed = frozenset(fold(word) for word in allowed)

    @cached_property
    def version(self) -> str:
        """This detector's version, and what tells this state of the lists from another."""
        return f"1+{lists_version()}"

    def find(self, text: Text, _context: Context) -> tuple[Signal, ...]:
        """For each category at most two signals: what was typed so, and what shows after folding.

        Raises what loading the lists raises, on first use: the pipeline's boundary then holds the comment.
        """
        found = homographs().strong(search(text, lexicon()), text)
        found = [one for one in found if not self._is_allowed(one, text)]
        signals = []
        for code in sorted(self.codes):
            for exact in (True, False):
                alike = [one for one in found if one.entry.group.code is code and one.exact is exact]
                if alike:
                    signals.append(_signal(code, alike, text))
        return tuple(signals)

    def _is_allowed(self, found: Found, text: Text) -> bool:
        if not self._allowed:
            return False
        typed = fold(text.body[found.start : found.end])
        return not self._allowed.isdisjoint((found.entry.text, found.entry.stem, found.form, typed))


def _signal(code: SignalCode, found: Sequence[Found], text: Text) -> Signal:
    """One signal for all of these, as grave and as sure as the gravest."""
    severity, score = max(_weight(one, text) for one in found)
    in_order = sorted(found, key=lambda one: (one.start, one.end))
    return signal_at(
        code,
        [Span(one.start, one.end) for one in in_order],
        [one.entry.text for one in in_order],
        score=score,
        severity=severity,
        folded=[one.form for one in in_order if not one.exact],
    )


def _weight(found: Found, text: Text) -> tuple[int, float]:
    """Severity and score. A word that is reported or spoken against weighs less."""
    group = found.entry.group
    severity = lowered(group.severity) if _is_reported(found, text) else group.severity
    score = _SURE if found.exact else _FOLDED
    return severity, min(score, _AMBIGUOUS) if group.ambiguous else score


def _is_reported(found: Found, text: Text) -> bool:
    """Whether the word is somebody else's. Strong swearing is the writer's own where it is not in quotation
    marks: who complains of what "they said" may well swear in saying so.
    """
    if not text.is_reported(found.start, found.end):
        return False
    group = found.entry.group
    return (
        group.code is not SignalCode.PROFANITY
        or group.severity < _STRONG_SWEARING
        or any(span.start <= found.start and found.end <= span.end for span in text.quoted)
    )
