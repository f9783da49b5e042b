"""The report: a table for people, and a word about errors, if there were any."""

from collections import Counter
from collections.abc import Iterable

from bench.figures import Figures
from bench.processor import PARTIES

_HEADINGS = ("", "conn.", "per s", "p50 ms", "p99 ms", "longest", "errors", *PARTIES)
_WIDTHS = (28, 6, 8, 8, 8, 9, 8, *(len(party) + 3 for party in PARTIES))
LEGEND = (
    "Rates, p50 and p99 are medians of the rounds; longest and errors are those of all rounds.\n"
    "The last columns say what part of one core each party took: servers are Valkey and PostgreSQL,\n"
    "client is the load generator, others are programs that have nothing to do with this."
)


def heading(title: str) -> str:
    """The first lines of a table."""
    return f"\n{title}\n{_row(_HEADINGS)}\n{'-' * sum(_WIDTHS)}"


def line(figures: Figures) -> str:
    """One line of a table."""
    return _row(
        (
            figures.work,
            "" if figures.connections is None else str(figures.connections),
            "" if figures.per_second is None else _number(figures.per_second),
            *(_milliseconds(each) for each in (figures.p50, figures.p99, figures.longest)),
            f"{figures.errors.total():,}",
            *(f"{figures.shares[party]:.0%}" if party in figures.shares else "" for party in PARTIES),
        )
    )


def verdict(lines: Iterable[Figures]) -> str:
    """What went wrong, or that nothing did."""
    errors: Counter[str] = sum((each.errors for each in lines), Counter())
    if not errors:
        return "No errors."
    listed = ", ".join(f"{number:,} x {what}" for what, number in errors.most_common())
    return f"THERE WERE ERRORS: {listed}. They are in no rate and no percentile."


def _row(cells: Iterable[str]) -> str:
    first, *others = cells
    widths = _WIDTHS[1:]
    return first.ljust(_WIDTHS[0]) + "".join(
        cell.rjust(width) for cell, width in zip(others, widths, strict=True)
    )


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def _milliseconds(seconds: float | None) -> str:
    return "" if seconds is None else _number(seconds * 1000)
