"""Threats, insults aimed at somebody, attacks on identities, and telling people to harm themselves."""

from collections import defaultdict
from functools import cached_property
from typing import ClassVar

from service.domain.judgement import Context, Signal, Span
from service.moderation.attacks import Found, Grammar, load_attacks
from service.moderation.detectors.base import Cost
from service.moderation.normalise import Text
from service.moderation.signals import SignalCode, signal_at
from service.moderation.stance import lowered

_TO_BE_SEEN = 2
"""The severity of what a moderator wants to see."""


class PhraseDetector:
    """Looks for the forms of the tables that `lists/attacks.toml` describes."""

    name: ClassVar[str] = "phrases"
    version: ClassVar[str] = "1"
    codes: ClassVar[frozenset[SignalCode]] = frozenset(
        {
            SignalCode.THREAT,
            SignalCode.PERSONAL_ATTACK,
            SignalCode.IDENTITY_ATTACK,
            SignalCode.SELF_HARM,
        }
    )
    cost: ClassVar[Cost] = Cost.WORDS

    def find(self, text: Text, _context: Context) -> tuple[Signal, ...]:
        """At most one signal a code, with the severity of the gravest finding of it.

        A finding that the text reports, or speaks against, weighs less. Raises FormError if a table cannot
        be read.
        """
        everything = self._grammar.find(text.body, text.words)
        # So full of attacks that not all were looked at: none is excused, and a moderator sees it.
        is_cut_off = any(one.cut_off for one in everything)
        findings = defaultdict(list)
        for found in _attacks(everything) if is_cut_off else _not_taken_back(everything):
            severity = found.row["severity"]
            if is_cut_off:
                severity = max(severity, _TO_BE_SEEN)
            elif text.is_reported(found.start, found.end):
                severity = lowered(severity)
            findings[SignalCode(found.row["code"])].append((severity, found))
        return tuple(_signal(code, found) for code, found in findings.items())

    @cached_property
    def _grammar(self) -> Grammar:
        # Built on first use, inside the pipeline's boundary: a broken table then holds comments.
        return load_attacks()


def _attacks(found: list[Found]) -> list[Found]:
    return [one for one in found if "severity" in one.row]


def _not_taken_back(found: list[Found]) -> list[Found]:
    """What is left where a harmless form overlaps none of it."""
    harmless = [one for one in found if "severity" not in one.row]
    if not harmless:
        return found
    return [
        one
        for one in _attacks(found)
        if not any(other.start < one.end and one.start < other.end for other in harmless)
    ]


def _signal(code: SignalCode, found: list[tuple[int, Found]]) -> Signal:
    found.sort(key=lambda one: (-one[0], one[1].start))
    return signal_at(
        code,
        (Span(one.start, one.end) for _, one in found),
        [f"{one.row['detail']} ({one.row['id']})" for _, one in found],
        score=0.9,
        severity=found[0][0],
    )
