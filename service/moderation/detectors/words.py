"""The magazine's own words: those it does not publish, and those that a moderator reads first."""

from collections.abc import Iterable
from typing import ClassVar

from service.domain.judgement import Context, Signal, Span
from service.moderation.normalise import Text
from service.moderation.phrases import PhraseIndex
from service.moderation.signals import SignalCode, signal_at


class WordDetector:
    """`blocked` and `suspect` are entries as PhraseIndex reads them: `word`, `begin*`, `a phrase`."""

    name: ClassVar[str] = "words"
    version: ClassVar[str] = "1"
    codes: ClassVar[frozenset[SignalCode]] = frozenset({SignalCode.BLOCKED_WORD, SignalCode.SUSPECT_WORD})

    def __init__(self, blocked: Iterable[str], suspect: Iterable[str]) -> None:
        self._lists = (
            (SignalCode.BLOCKED_WORD, 3, PhraseIndex(blocked)),
            (SignalCode.SUSPECT_WORD, 2, PhraseIndex(suspect)),
        )

    def find(self, text: Text, _context: Context) -> tuple[Signal, ...]:
        """One signal for each of the two lists that has an entry in the text."""
        signals = []
        for code, severity, index in self._lists:
            matches = list(index.matches(text.words))
            if matches:
                spans = (Span(match.start, match.end) for match in matches)
                names = [match.entry for match in matches]
                signals.append(signal_at(code, spans, names, score=1.0, severity=severity))
        return tuple(signals)
