"""Measures what the pipeline catches and what it wrongly flags: `python -m accuracy`."""

import argparse
import json
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from accuracy import alt_profanity_check, report
from accuracy.figures import ALT_PROFANITY_CHECK, Figures, all_real, figures_of
from accuracy.lines import DATA, BadLines, LineSet, Side, chosen, data_sets, own_sets
from accuracy.ours import Outcome, outcomes
from accuracy.progress import Progress
from accuracy.targets import Group
from service.moderation.policy import PolicyError

Found = Mapping[str, Sequence[Outcome]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; the exit status is 1 where the figures are void, 2 where there are none."""
    options = _parser().parse_args(arguments)
    try:
        sets = _sets(options)
        if options.show_misses and not any(each.side is Side.OPEN for each in sets):
            return _refused("Sealed lines and dev- files are measured and never shown.")
        labels = _labels_of_others(sets, options)
        found = _found(sets)
    except (BadLines, PolicyError, alt_profanity_check.NotAvailable) as error:
        return _refused(str(error))
    except KeyboardInterrupt:
        print("Stopped before the end.", file=sys.stderr)
        return 130
    rows = _rows(sets, found, labels)
    _print(rows, found, markdown=options.markdown)
    for text in _misses(sets, found, options.show_misses):
        print(text)
    if options.json:
        options.json.write_text(json.dumps([row.as_dict() for row in rows], indent=1) + "\n", "utf-8")
    return 1 if report.failed_checks(rows) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m accuracy", description="Measure what is caught and what is wrongly flagged."
    )
    add = parser.add_argument
    add("--data", type=Path, metavar="DIR", help="a folder of dev-*.jsonl.gz and train-*.jsonl.gz files")
    add("--full", action="store_true", help="every line of the data sets instead of a sample")
    add("--slice", metavar="NAME", help="only these lines, such as spam, spam/open, sealed or dev-surge")
    add(
        "--show-misses",
        type=int,
        default=0,
        metavar="N",
        help="up to N wrongly judged lines of each open set",
    )
    add("--json", type=Path, metavar="FILE", help="write all figures to this file as well")
    add("--markdown", action="store_true", help="print tables for a document")
    add(
        "--peers",
        nargs="?",
        type=Path,
        const=alt_profanity_check.INTERPRETER,
        metavar="PYTHON",
        help="ask alt-profanity-check, too; PYTHON is an interpreter that has it",
    )
    return parser


def _refused(reason: str) -> int:
    print(reason, file=sys.stderr)
    return 2


def _sets(options: argparse.Namespace) -> list[LineSet]:
    folder = options.data or DATA
    sets = own_sets()
    if folder.is_dir():
        sets += data_sets(folder, full=options.full)
    elif options.data:
        raise BadLines(f"There is no folder {folder}.")
    else:
        print(
            "There are no data sets beside the checkout, so only our own lines are judged.", file=sys.stderr
        )
    if not options.slice:
        return sets
    if picked := chosen(sets, options.slice):
        return picked
    names = sorted({part for each in sets for part in each.name.split("/")})
    raise BadLines(f"There is no slice {options.slice!r}; there are {', '.join(names)}.")


def _labels_of_others(sets: Sequence[LineSet], options: argparse.Namespace) -> dict[str, Iterator[bool]]:
    if not options.peers:
        return {}
    print("Asking alt-profanity-check ...", file=sys.stderr)
    labels = alt_profanity_check.flags([line.text for each in sets for line in each.lines], options.peers)
    return {ALT_PROFANITY_CHECK: iter(labels)}


def _found(sets: Sequence[LineSet]) -> Found:
    texts = [line.text for each in sets for line in each.lines]
    every = iter(outcomes(texts, Progress(len(texts))))
    return {each.name: list(islice(every, len(each.lines))) for each in sets}


def _rows(sets: Sequence[LineSet], found: Found, labels: Mapping[str, Iterator[bool]]) -> list[Figures]:
    rows: list[Figures] = []
    real: dict[Group, list[Figures]] = {Group.TOXIC: [], Group.CLEAN: []}
    for each in sets:
        others = {name: list(islice(one, len(each.lines))) for name, one in labels.items()}
        row = figures_of(each, found[each.name], others)
        rows.append(row)
        if each.real:
            real[each.group].append(row)
    return _with_totals(rows, real)


def _with_totals(rows: list[Figures], real: Mapping[Group, list[Figures]]) -> list[Figures]:
    """Each total stands behind the last of the rows that it sums up."""
    for group, parts in real.items():
        if len(parts) > 1:
            rows.insert(rows.index(parts[-1]) + 1, all_real(parts, group))
    return rows


def _print(rows: Sequence[Figures], found: Found, *, markdown: bool) -> None:
    for table in report.tables(rows):
        print(table.as_markdown() if markdown else table.as_text(), end="\n\n")
    every = [outcome for of_set in found.values() for outcome in of_set]
    microseconds = sum(each.nanoseconds for each in every) / max(len(every), 1) / 1_000
    print(f"{report.LEGEND}\n\n{len(every):,} lines, {microseconds:,.0f} us each in the pipeline.")
    print(report.verdict(rows))


def _misses(sets: Sequence[LineSet], found: Found, most: int) -> Iterator[str]:
    for each in sets:
        if most and each.side is Side.OPEN and each.group is not Group.FOREIGN:
            yield from report.misses(each, found[each.name], most)


if __name__ == "__main__":
    # To be told to end means to end the processes that were started, too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(main())
