"""The magazine's own regular expressions."""

import hashlib
from collections.abc import Collection
from typing import ClassVar

from service.domain.judgement import Context, Signal, Span
from service.moderation.detectors.base import Cost
from service.moderation.expressions.regex import Regex
from service.moderation.normalise import Text
from service.moderation.policy.model import Pattern
from service.moderation.signals import MAX_SPANS, SignalCode, signal_at

_VERSION = "1"


class PatternDetector:
    """Looks for patterns in the text as typed, without regard to capitals.

    On RE2: the time grows with the text's length alone, however a pattern is written. At most MAX_SPANS
    matches of a pattern are counted.
    """

    name: ClassVar[str] = "patterns"
    codes: ClassVar[frozenset[SignalCode]] = frozenset({SignalCode.PATTERN})
    cost: ClassVar[Cost] = Cost.CHARACTERS

    def __init__(self, patterns: Collection[Pattern]) -> None:
        """Raises RegexError for a pattern that the policy's check would have refused."""
        self._patterns = [(pattern, Regex(pattern.regex, ignore_case=True)) for pattern in patterns]
        meaning = repr([(pattern.id, pattern.regex, pattern.severity) for pattern in patterns])
        self.version = f"{_VERSION}+{hashlib.sha256(meaning.encode()).hexdigest()[:8]}"

    def find(self, text: Text, _context: Context) -> tuple[Signal, ...]:
        """One signal for all patterns that match, as grave as the gravest; its detail names them."""
        spans: list[Span] = []
        names: list[str] = []
        severity = 0
        for pattern, regex in self._patterns:
            matches = regex.spans(text.body, MAX_SPANS)
            if matches:
                spans += (Span(start, end) for start, end in matches)
                names.append(pattern.id)
                severity = max(severity, pattern.severity)
        if not names:
            return ()
        return (signal_at(SignalCode.PATTERN, spans, names, score=1.0, severity=severity),)
