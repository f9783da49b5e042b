"""Measures the speed of the service and prints it: `python -m bench [PART ...]`."""

import argparse
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from bench import judging, machine, report
from bench.figures import Figures
from bench.measures import list_comments, post_comments, time_to_decision
from bench.plan import FULL, QUICK, Plan
from bench.postgresql import NotDurable
from bench.reader import Refused
from bench.system import DATABASES, CannotMeasure, System, running_system

Measure = Callable[[System, Plan], Sequence[Figures]]

PARTS: Mapping[str, Measure] = {
    "post": post_comments.measure,
    "decide": time_to_decision.measure,
    "list": list_comments.measure,
}

JUDGE = "judge"
"""The one part that needs no running service."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure; the exit status is 1 where anything but the expected answers came back."""
    # To be told to end means to end what was started, too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    parser = _parser()
    options = parser.parse_args(arguments)
    parts = options.parts or [JUDGE, *PARTS]
    if unknown := set(parts) - {JUDGE, *PARTS}:
        parser.error(f"there is no part {', '.join(unknown)}; there are {', '.join([JUDGE, *PARTS])}")
    plan = _plan(options)
    print("\n".join(machine.describe(plan.seed)))
    if options.set:
        changed = " ".join(f"{name}={value}" for name, value in options.set)
        print(f"Settings that are not the defaults: {changed}")
    if JUDGE in parts:
        print(f"\n{judging.report(judging.measure(plan.seed, plan.seconds))}")
    served = [part for part in parts if part != JUDGE]
    lines: list[Figures] = []
    try:
        for database in _databases(options.database) if served else ():
            lines += _measure(database, served, plan, dict(options.set))
    except (CannotMeasure, NotDurable, Refused) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped before the end.", file=sys.stderr)
        return 130
    print(f"\n{machine.speed()} at the end")
    if served:
        print(f"\n{report.LEGEND}\n\n{report.verdict(lines)}")
    return 1 if any(each.errors for each in lines) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench", description="Measure the speed of the whole service, started for this alone."
    )
    add = parser.add_argument
    add("parts", nargs="*", metavar="PART", help=f"{', '.join([JUDGE, *PARTS])}; all, if none is given")
    add("--database", choices=DATABASES, help="only on this one; on each, if not given")
    add("--quick", action="store_true", help="one short round of each, to see whether it works")
    add("--rounds", type=int, help="rounds of each measure, whose median counts")
    add("--seconds", type=float, help="length of a round")
    add("--seed", type=int, help="another seed makes other comments")
    add(
        "--set",
        action="append",
        default=[],
        type=_setting,
        metavar="NAME=VALUE",
        help="a setting of the service to try",
    )
    return parser


def _databases(only: str | None) -> Sequence[str]:
    return [only] if only else DATABASES


def _setting(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(f"a setting reads NAME=VALUE, not {text!r}")
    return name, value


def _plan(options: argparse.Namespace) -> Plan:
    given = {name: getattr(options, name) for name in ("rounds", "seconds", "seed")}
    standard = QUICK if options.quick else FULL
    return replace(standard, **{name: value for name, value in given.items() if value is not None})


def _measure(database: str, parts: Sequence[str], plan: Plan, settings: Mapping[str, str]) -> list[Figures]:
    lines: list[Figures] = []
    with running_system(database, plan.readers, settings) as system:
        print(report.heading(database))
        for part in parts:
            for figures in PARTS[part](system, plan):
                print(report.line(figures), flush=True)
                lines.append(figures)
    return lines


if __name__ == "__main__":
    sys.exit(main())
