"""The report: a table for each group, as text for a terminal or in Markdown for a document."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from accuracy.figures import Figures
from accuracy.lines import Line, LineSet, Side
from accuracy.ours import Outcome
from accuracy.targets import MOST_WRONGLY_REJECTED, Group
from accuracy.wilson import wilson_interval
from service.domain.states import Action

_TITLES: Mapping[Group, str] = {
    Group.TOXIC: "Should be caught (held or rejected)",
    Group.CLEAN: "Should be published",
    Group.FOREIGN: "Not in a language of the policy: should be held for that",
}
_MOST_NAMED = 3

LEGEND = (
    "Shares are percent of the lines; in square brackets, the 95 % Wilson interval of the share before it.\n"
    "Sealed lines and dev- files serve to measure and nothing else. Detectors are trained on train- files:\n"
    "what they make of those says nothing about any others.\n"
    f"A clean group reaches its target only if at most {MOST_WRONGLY_REJECTED:.1%} of it is rejected, too."
)


@dataclass(frozen=True, slots=True)
class Table:
    """Cells of text. The first column and those in `left` begin at the left, the others end at the right."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    left: frozenset[str] = frozenset()

    def as_text(self) -> str:
        """With columns as wide as they need."""
        columns = list(zip(self.headings, *self.rows, strict=True))
        widths = [max(map(len, column)) for column in columns]
        lines = [self._line(self.headings, widths), "-" * (sum(widths) + 2 * (len(widths) - 1))]
        lines += [self._line(row, widths) for row in self.rows]
        return "\n".join([self.title, *lines])

    def as_markdown(self) -> str:
        """As a table of GitHub's Markdown."""
        marks = [":--" if self._is_left(heading) else "--:" for heading in self.headings]
        lines = [self.headings, marks, *self.rows]
        return "\n".join([f"### {self.title}", "", *(f"| {' | '.join(cells)} |" for cells in lines)])

    def _is_left(self, heading: str) -> bool:
        return heading == self.headings[0] or heading in self.left

    def _line(self, cells: Sequence[str], widths: Sequence[int]) -> str:
        placed = (
            cell.ljust(width) if self._is_left(heading) else cell.rjust(width)
            for cell, heading, width in zip(cells, self.headings, widths, strict=True)
        )
        return "  ".join(placed).rstrip()


def tables(rows: Sequence[Figures]) -> list[Table]:
    """One table for each group that has rows."""
    made = []
    for group in Group:
        of_group = [row for row in rows if row.group is group]
        if of_group:
            made.append(_table(group, of_group))
    return made


def _table(group: Group, rows: Sequence[Figures]) -> Table:
    share = "flagged" if group is Group.CLEAN else "caught"
    peers = list(rows[0].peers)
    headings = ["set", "lines", share, f"[{share}]", "rejected", "[rejected]"]
    headings += ["for language"] if group is Group.FOREIGN else ["target", "reached"]
    headings += [*peers, "mostly by"]
    cells = [[*_cells(row), *_other_cells(row, peers)] for row in rows]
    return Table(_TITLES[group], headings, cells, frozenset({"target", "reached", "mostly by"}))


def _cells(row: Figures) -> list[str]:
    cells = [row.name, f"{row.lines:,}"]
    for number in (row.flagged, row.rejected):
        low, high = wilson_interval(number, row.lines)
        cells += [_percent(number, row.lines), f"{low * 100:.1f}-{high * 100:.1f}"]
    if row.group is Group.FOREIGN:
        return [*cells, _percent(row.held_for_language, row.lines)]
    return [*cells, _target(row), _reached(row)]


def _other_cells(row: Figures, peers: Sequence[str]) -> list[str]:
    return [*(_percent(row.peers[peer], row.lines) for peer in peers), most_common(row.rules)]


def most_common(counter: Counter[str]) -> str:
    """The three most frequent, the same ones in the same order for the same counts."""
    ranked = sorted(counter.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{name} {number:,}" for name, number in ranked[:_MOST_NAMED])


def _target(row: Figures) -> str:
    if row.target is None:
        return row.note
    sign = ">=" if row.group is Group.TOXIC else "<="
    target = f"{sign} {row.target * 100:.0f}"
    return f"{target} ({row.note})" if row.note else target


def _reached(row: Figures) -> str:
    if row.is_met is None:
        return ""
    return "yes" if row.is_met else "NO"


def _percent(number: int, of: int) -> str:
    return f"{number / of * 100:.1f}" if of else ""


def misses(line_set: LineSet, found: Sequence[Outcome], most: int) -> list[str]:
    """Lines that met with the wrong thing, rejected ones first. Raises ValueError for lines never shown."""
    if line_set.side is not Side.OPEN:
        raise ValueError(f"{line_set.name} is measured and never shown")
    should_be_flagged = line_set.group is Group.TOXIC
    wrong = [
        (line, outcome)
        for line, outcome in zip(line_set.lines, found, strict=True)
        if outcome.is_flagged != should_be_flagged
    ]
    if not wrong:
        return []
    wrong.sort(key=lambda pair: pair[1].action is not Action.REJECT)
    shown = wrong[:most]
    heading = f"\n{line_set.name}: {len(wrong):,} wrong" + (
        f", {len(shown):,} of them:" if wrong[most:] else ":"
    )
    return [heading, *(_miss(line, outcome) for line, outcome in shown)]


def _miss(line: Line, outcome: Outcome) -> str:
    why = f" by {', '.join(outcome.rules)}" if outcome.rules else ""
    kind = f" ({line.kind})" if line.kind else ""
    # Escaped where a terminal would hide or reorder it.
    text = "".join(one if one.isprintable() else f"\\u{ord(one):04x}" for one in line.text)
    return f"  {outcome.action}{why}{kind}: {text}"


def verdict(rows: Sequence[Figures]) -> str:
    """Which targets are missed, and whether the figures can be trusted at all."""
    judged = [row for row in rows if row.is_met is not None]
    missed = [row.name for row in judged if not row.is_met]
    lines = [f"{len(judged) - len(missed)} of {len(judged)} targets reached."]
    if missed:
        lines.append(f"Missed: {', '.join(missed)}.")
    if failures := failed_checks(rows):
        listed = ", ".join(f"{name} on {number:,} lines" for name, number in failures.most_common())
        lines.append(
            f"CHECKS FAILED: {listed}. Such lines are held, whatever they say: the figures are void."
        )
    return "\n".join(lines)


def failed_checks(rows: Iterable[Figures]) -> Counter[str]:
    """How many lines each check failed on."""
    return sum((row.failed for row in rows), Counter())
