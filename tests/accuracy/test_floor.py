"""What is to be reached is reached on the open lines. Only `make accuracy` measures the sealed ones."""

import pytest

from accuracy import report
from accuracy.figures import figures_of
from accuracy.lines import LineSet, Side, own_sets
from accuracy.ours import outcomes_here

OPEN = [each for each in own_sets() if each.side is Side.OPEN]

NOT_REACHED = {"technology_comments/open": 0.02, "scunthorpe_and_homographs/open": 0.06}
"""The slices that miss their target, and the share that they must not be worse than."""


@pytest.mark.parametrize("line_set", OPEN, ids=lambda each: each.name)
def test_every_open_slice_reaches_its_target_or_is_known_not_to(line_set: LineSet) -> None:
    found = outcomes_here([line.text for line in line_set.lines])
    row = figures_of(line_set, found, {})
    assert row.failed == {}
    wrong = "\n".join(report.misses(line_set, found, most=len(found)))
    if line_set.name in NOT_REACHED:
        assert not row.is_met, f"{line_set.name} reaches its target: take it out of NOT_REACHED"
        assert row.flagged <= NOT_REACHED[line_set.name] * row.lines + 1e-9, wrong
        return
    assert row.is_met, f"{row.flagged} of {row.lines} flagged, {row.rejected} rejected{wrong}"
