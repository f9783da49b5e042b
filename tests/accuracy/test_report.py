"""The report: every figure with its interval, and nothing that is missed is left out of it."""

from collections import Counter

import pytest

from accuracy import report
from accuracy.figures import Figures, all_real, figures_of
from accuracy.lines import Line, LineSet, Side
from accuracy.ours import Outcome
from accuracy.targets import Group
from service.domain.states import Action


def outcome(action: Action, *rules: str, failed: tuple[str, ...] = (), other: bool = False) -> Outcome:
    return Outcome(action, rules, rules, rules, failed, nanoseconds=1, better_profanity=other)


def lines(name: str, group: Group, number: int, target: float | None, side: Side = Side.OPEN) -> LineSet:
    return LineSet(name, group, side, tuple(Line(f"line {at}", "odd") for at in range(number)), target)


APPROVED = outcome(Action.APPROVE)
HELD = outcome(Action.HOLD, "strong-language", "shouting")
REJECTED = outcome(Action.REJECT, "slur", other=True)

TOXIC = figures_of(lines("insults", Group.TOXIC, 4, 0.7), [HELD, HELD, REJECTED, APPROVED], {})
CLEAN = figures_of(lines("ordinary", Group.CLEAN, 4, 0.5), [APPROVED, APPROVED, HELD, APPROVED], {})


def test_held_and_rejected_lines_are_caught() -> None:
    assert (TOXIC.lines, TOXIC.flagged, TOXIC.rejected, TOXIC.is_met) == (4, 3, 1, True)
    assert TOXIC.rules == Counter({"strong-language": 2, "shouting": 2, "slur": 1})
    assert TOXIC.peers == {"better-profanity": 1}


def test_a_clean_group_reaches_its_target_only_if_nearly_nothing_is_rejected() -> None:
    assert CLEAN.is_met
    rejected = figures_of(
        lines("ordinary", Group.CLEAN, 4, 0.5), [APPROVED, APPROVED, REJECTED, APPROVED], {}
    )
    assert rejected.is_met is False


def test_a_share_on_the_target_reaches_it() -> None:
    for group in (Group.TOXIC, Group.CLEAN):
        assert Figures("edge", group, lines=100, flagged=7, rejected=0, target=0.07).is_met
    assert not Figures("edge", Group.TOXIC, lines=100, flagged=6, rejected=0, target=0.07).is_met
    assert not Figures("edge", Group.CLEAN, lines=100, flagged=8, rejected=0, target=0.07).is_met


def test_the_table_shows_share_interval_target_and_what_did_it() -> None:
    (table,) = report.tables([TOXIC])
    assert dict(zip(table.headings, *table.rows, strict=True)) == {
        "set": "insults",
        "lines": "4",
        "caught": "75.0",
        "[caught]": "30.1-95.4",
        "rejected": "25.0",
        "[rejected]": "4.6-69.9",
        "target": ">= 70",
        "reached": "yes",
        "better-profanity": "25.0",
        "mostly by": "shouting 2, strong-language 2, slur 1",
    }


def test_columns_stand_below_their_headings() -> None:
    rows = [["words", "1.5", "yes"], ["a", "10.0", ""]]
    table = report.Table("Title", ["set", "share", "met"], rows, frozenset({"met"}))
    assert table.as_text().splitlines() == [
        "Title",
        "set    share  met",
        "-----------------",
        "words    1.5  yes",
        "a       10.0",
    ]


def test_the_table_can_stand_in_a_document() -> None:
    table = report.Table("Title", ["set", "share", "met"], [["words", "1.5", "yes"]], frozenset({"met"}))
    assert table.as_markdown().splitlines() == [
        "### Title",
        "",
        "| set | share | met |",
        "| :-- | --: | :-- |",
        "| words | 1.5 | yes |",
    ]


def test_each_group_has_a_table_of_its_own() -> None:
    assert [table.title for table in report.tables([CLEAN, TOXIC])] == [
        "Should be caught (held or rejected)",
        "Should be published",
    ]


def test_another_language_is_held_for_that_or_for_something_else() -> None:
    found = [outcome(Action.HOLD, "language"), outcome(Action.HOLD, "shouting"), APPROVED, APPROVED]
    row = figures_of(lines("foreign", Group.FOREIGN, 4, None), found, {})
    assert (row.flagged, row.held_for_language, row.is_met) == (2, 1, None)
    (table,) = report.tables([row])
    assert table.headings[6] == "for language"
    assert table.rows[0][6] == "25.0"


def test_another_package_is_asked_about_the_same_lines() -> None:
    row = figures_of(lines("insults", Group.TOXIC, 2, 0.7), [HELD, REJECTED], {"another": [True, True]})
    assert row.peers == {"better-profanity": 1, "another": 2}


def test_a_total_counts_every_line_once() -> None:
    total = all_real([TOXIC, TOXIC], Group.TOXIC)
    assert (total.name, total.lines, total.flagged, total.rejected) == ("all real toxic comments", 8, 6, 2)
    assert total.rules["slur"] == 2
    assert total.peers == {"better-profanity": 2}


def test_what_was_missed_is_named() -> None:
    missed = Figures("hateful", Group.TOXIC, lines=100, flagged=60, rejected=0, target=0.7)
    untold = Figures("trained", Group.TOXIC, lines=100, flagged=1, rejected=0, note="trained on")
    assert report.verdict([TOXIC, missed, untold]) == "1 of 2 targets reached.\nMissed: hateful."
    assert report.verdict([TOXIC, CLEAN]) == "2 of 2 targets reached."


def test_lines_that_are_held_because_a_check_failed_make_the_figures_void() -> None:
    broken = [outcome(Action.HOLD, failed=("lexicon",))] * 4
    row = figures_of(lines("insults", Group.TOXIC, 4, 0.7), broken, {})
    assert "CHECKS FAILED: lexicon on 4 lines." in report.verdict([row])
    assert report.failed_checks([row]) == {"lexicon": 4}


def test_misses_are_shown_with_what_happened_and_why() -> None:
    odd = LineSet("ordinary", Group.CLEAN, Side.OPEN, (Line("two\u202e words", "odd"), Line("fine")), 0.1)
    assert report.misses(odd, [HELD, APPROVED], 5) == [
        "\nordinary: 1 wrong:",
        r"  hold by strong-language, shouting (odd): two\u202e words",
    ]
    assert report.misses(lines("insults", Group.TOXIC, 2, 0.7), [APPROVED, APPROVED], 1) == [
        "\ninsults: 2 wrong, 1 of them:",
        "  approve (odd): line 0",
    ]
    assert report.misses(odd, [APPROVED, APPROVED], 5) == []


def test_a_wrongly_rejected_line_is_shown_before_those_that_a_moderator_still_reads() -> None:
    shown = report.misses(lines("ordinary", Group.CLEAN, 3, 0.1), [HELD, HELD, REJECTED], 1)
    assert shown == ["\nordinary: 3 wrong, 1 of them:", "  reject by slur (odd): line 2"]


def test_sealed_misses_are_never_shown() -> None:
    sealed = lines("insults", Group.TOXIC, 1, 0.7, Side.SEALED)
    with pytest.raises(ValueError, match="never shown"):
        report.misses(sealed, [APPROVED], 5)
