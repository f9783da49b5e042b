"""The magazine's own words: those it does not publish, and those that a moderator reads first."""

from collections.abc import Iterable
from typing import ClassVar

from service.domain.judgement import Context, Signal, Span
from service.moderation.detectors.base import Cost
from service.moderation.normalise import Text
from service.moderation.phrase_index import Match, PhraseIndex, is_typed
from service.moderation.signals import SignalCode, signal_at

_SURE = 1.0
_FOLDED = 0.7


class WordDetector:
    """`blocked`, `suspect` and `allowed` are entries as PhraseIndex reads them: `word`, `begin*`, `a phrase`.
    A word or phrase that is allowed hides every finding inside it.
    """

    name: ClassVar[str] = "words"
    version: ClassVar[str] = "3"
    codes: ClassVar[frozenset[SignalCode]] = frozenset({SignalCode.BLOCKED_WORD, SignalCode.SUSPECT_WORD})
    cost: ClassVar[Cost] = Cost.WORDS

    def __init__(self, blocked: Iterable[str], suspect: Iterable[str], allowed: Iterable[str] = ()) -> None:
        self._allowed = PhraseIndex(allowed)
        self._lists = (
            (SignalCode.BLOCKED_WORD, 3, PhraseIndex(blocked)),
            (SignalCode.SUSPECT_WORD, 2, PhraseIndex(suspect)),
        )

    def find(self, text: Text, _context: Context) -> tuple[Signal, ...]:
        """For each list with an entry in the text, a signal for what stands there and one for disguises."""
        signals = []
        for code, severity, index in self._lists:
            if not index:
                continue
            matches = self._not_allowed([*index.matches(text.words), *index.disguised_matches(text)], text)
            for is_exact in (True, False):
                alike = [match for match in matches if _is_exact(match, text) is is_exact]
                if alike:
                    signals.append(_signal(code, severity, alike, is_exact=is_exact))
        return tuple(signals)

    def _not_allowed(self, matches: list[Match], text: Text) -> list[Match]:
        if not matches or not self._allowed:
            return matches
        allowed = list(self._allowed.matches(text.words))
        return [
            match
            for match in matches
            if not any(each.start <= match.start and match.end <= each.end for each in allowed)
        ]


def _is_exact(match: Match, text: Text) -> bool:
    return match.exact or is_typed(match.entry, text.body[match.start : match.end])


def _signal(code: SignalCode, severity: int, matches: list[Match], *, is_exact: bool) -> Signal:
    entries = [match.entry for match in sorted(matches, key=lambda match: (match.start, match.end))]
    return signal_at(
        code,
        [Span(match.start, match.end) for match in matches],
        entries,
        score=_SURE if is_exact else _FOLDED,
        severity=severity,
        folded=() if is_exact else entries,
    )
