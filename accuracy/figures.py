"""From what became of the lines to the figures of one row."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from accuracy.lines import LineSet
from accuracy.ours import Outcome
from accuracy.targets import MOST_WRONGLY_REJECTED, REAL, Group
from accuracy.wilson import Interval, wilson_interval
from service.domain.reasons import ReasonCode
from service.domain.states import Action

BETTER_PROFANITY = "better-profanity"
ALT_PROFANITY_CHECK = "alt-profanity-check"


@dataclass(frozen=True, slots=True)
class Figures:
    """One row. `flagged` were held or rejected; `peers` says how many each other package flagged.

    `rules`, `reasons` and `signals` count the flagged lines in which each had a part. `failed` were held
    because a check failed, which says nothing about what the checks are worth.
    """

    name: str
    group: Group
    lines: int
    flagged: int
    rejected: int
    target: float | None = None
    note: str = ""
    rules: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    signals: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    peers: Mapping[str, int] = field(default_factory=dict)

    @property
    def held_for_language(self) -> int:
        return self.reasons[ReasonCode.LANGUAGE]

    @property
    def interval(self) -> Interval:
        """Of the share that was flagged."""
        return wilson_interval(self.flagged, self.lines)

    @property
    def is_met(self) -> bool | None:
        """Whether the target is reached; None where there is none."""
        if self.target is None or not self.lines:
            return None
        share = self.flagged / self.lines
        if self.group is Group.TOXIC:
            return share >= self.target
        return share <= self.target and self.rejected / self.lines <= MOST_WRONGLY_REJECTED

    def as_dict(self) -> dict[str, Any]:
        """For a JSON file."""
        return {
            "name": self.name,
            "group": self.group,
            "lines": self.lines,
            "flagged": self.flagged,
            "interval": self.interval,
            "rejected": self.rejected,
            "rejected_interval": wilson_interval(self.rejected, self.lines),
            "target": self.target,
            "met": self.is_met,
            "note": self.note,
            "rules": dict(self.rules.most_common()),
            "reasons": dict(self.reasons.most_common()),
            "signals": dict(self.signals.most_common()),
            "failed": dict(self.failed),
            "peers": dict(self.peers),
        }


def figures_of(line_set: LineSet, found: Sequence[Outcome], others: Mapping[str, Sequence[bool]]) -> Figures:
    """The figures of a set from the outcomes of its lines; `others` are the labels of the other packages."""
    flagged = [each for each in found if each.is_flagged]
    return Figures(
        name=line_set.name,
        group=line_set.group,
        lines=len(found),
        flagged=len(flagged),
        rejected=sum(each.action is Action.REJECT for each in flagged),
        target=line_set.target,
        note=line_set.note,
        rules=_counted(each.rules for each in flagged),
        reasons=_counted(each.reasons for each in flagged),
        signals=_counted(each.signals for each in flagged),
        failed=_counted(each.failed_detectors for each in found),
        peers={
            BETTER_PROFANITY: sum(each.better_profanity for each in found),
            **{name: sum(labels) for name, labels in others.items()},
        },
    )


def all_real(rows: Iterable[Figures], group: Group) -> Figures:
    """The rows about real comments of one group, taken together line by line."""
    rows = list(rows)

    def total(counters: Iterable[Counter[str]]) -> Counter[str]:
        return sum(counters, Counter())

    return Figures(
        name=f"all real {group} comments",
        group=group,
        lines=sum(row.lines for row in rows),
        flagged=sum(row.flagged for row in rows),
        rejected=sum(row.rejected for row in rows),
        target=REAL[group].share,
        rules=total(row.rules for row in rows),
        reasons=total(row.reasons for row in rows),
        signals=total(row.signals for row in rows),
        failed=total(row.failed for row in rows),
        peers={name: sum(row.peers[name] for row in rows) for name in (rows[0].peers if rows else ())},
    )


def _counted(named: Iterable[Iterable[str]]) -> Counter[str]:
    """In how many of the lines each was named."""
    return Counter(chain.from_iterable(set(names) for names in named))
