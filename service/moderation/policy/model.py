"""What a policy is, once it has been read and checked."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from service.domain.articles import ArticleMode
from service.domain.judgement import Context, Signal
from service.domain.reasons import ReasonCode
from service.domain.states import Action
from service.moderation.expressions import Expression
from service.moderation.expressions.domains import truth
from service.moderation.signals import SignalCode

STRICTNESS = {Action.APPROVE: 0, Action.HOLD: 1, Action.REJECT: 2}
"""The order of verdicts: of several, the one with the highest number wins."""

RESERVED_REASONS = frozenset(
    {ReasonCode.CLEAN, ReasonCode.DETECTOR_ERROR, ReasonCode.SYSTEM_ERROR, ReasonCode.REVIEWED}
)
"""What a rule cannot give as its reason: the service itself gives these, and they must stay true."""

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
"""How rules and patterns are called."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Gives `verdict` where its condition is true.

    `reason` is None only for a rule that approves. `message` replaces the reason's standard words.
    """

    id: str
    when: Expression
    verdict: Action
    reason: ReasonCode | None
    message: str | None = None

    @property
    def condition(self) -> str:
        """The condition as text."""
        return str(self.when)


@dataclass(frozen=True, slots=True)
class RuleTest:
    """What one rule must make of a text (then `text` is given), or of signals that were found.

    `line` and `quoted` are its place in the document called `source`.
    """

    rule: str
    fires: bool
    text: str | None
    signals: tuple[Signal, ...]
    context: Context
    source: str = field(compare=False)
    line: int = field(compare=False)
    quoted: str = field(compare=False)


@dataclass(frozen=True, slots=True)
class Pattern:
    """One of the magazine's own regular expressions. `severity` runs from 1 (mild) to 4 (grave)."""

    id: str
    regex: str
    severity: int


class RuleIndex:
    """Says which rules can fire, so that the others need not be tried.

    Most rules cannot fire unless one of the signals they name was found. Which do is worked out once.
    """

    def __init__(self, rules: Collection[Rule]) -> None:
        in_order = sorted(rules, key=lambda rule: STRICTNESS[rule.verdict], reverse=True)
        self._rules = tuple(in_order)
        self._always: list[int] = []
        self._by_signal: dict[str, list[int]] = {}
        for number, rule in enumerate(in_order):
            signals = _needed_signals(rule)
            for code in signals:
                self._by_signal.setdefault(code, []).append(number)
            if not signals:
                self._always.append(number)
        self._if_nothing = tuple(in_order[number] for number in self._always)

    def candidates(self, found: Collection[str]) -> tuple[Rule, ...]:
        """The rules that may fire where signals of these codes were found, strictest first, and otherwise
        in the policy's order.
        """
        if not found:
            return self._if_nothing
        numbers = {number for code in found for number in self._by_signal.get(code, ())}
        return tuple(self._rules[number] for number in sorted(numbers.union(self._always)))


def _needed_signals(rule: Rule) -> frozenset[str]:
    """Signals of which at least one is needed for the rule to fire; empty if it may fire without any."""
    groups = {name.partition(".")[0] for name in rule.when.names}
    signals = frozenset(code.value for code in SignalCode if code.value in groups)
    none_found = {f"{code}.found": truth(False) for code in signals}
    if not signals or rule.when.can_hold(none_found):
        return frozenset()
    return signals


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy, complete and checked.

    `version` is the document's own version, `+`, and 8 hexadecimal digits of its meaning, so that an
    edit without a new version shows. `mode` is the level of articles whose section has none, `sections`
    that of those whose section has one.
    """

    version: str
    mode: ArticleMode
    rules: tuple[Rule, ...]
    tests: tuple[RuleTest, ...]
    sections: Mapping[str, ArticleMode]
    lexicon_allowed: tuple[str, ...]
    blocked_words: tuple[str, ...]
    suspect_words: tuple[str, ...]
    allowed_words: tuple[str, ...]
    patterns: tuple[Pattern, ...]
    own_domains: tuple[str, ...]
    languages: tuple[str, ...]
    long_from_characters: int
    repeat_from_count: int
    wave_from_authors: int
    first_comments: int
    index: RuleIndex = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "index", RuleIndex(self.rules))

    def level(self, section: str | None, article_mode: ArticleMode | None) -> ArticleMode:
        """The level of an article: its own, else its section's, else the site's."""
        return article_mode or self.sections.get(section or "", self.mode)
