"""How fast the pipeline judges, alone in one process: no database, no Redis, no fork."""

import multiprocessing
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import psutil

from bench.figures import percentile
from bench.hostile import HOSTILE, hostile
from bench.texts import comments
from local.home import CHECKOUT
from service.domain.judgement import Context
from service.moderation.current import CurrentJudge

POLICY = CHECKOUT / "config" / "policy.toml"
SHORT_CHARACTERS = 200
LONG_CHARACTERS = 5_000
HOSTILE_CHARACTERS = 10_000
_HOSTILE_RUNS = 5
_LOADS = 3


@dataclass(frozen=True, slots=True)
class Pace:
    """How long single judgements took, in seconds."""

    work: str
    seconds: Sequence[float]


@dataclass(frozen=True, slots=True)
class Judging:
    """`load_seconds` is from the start of a process to its first verdict; `memory_bytes` is what the
    measured process takes (PSS) after all that work.
    """

    load_seconds: float
    memory_bytes: int
    paces: Sequence[Pace]


def measure(seed: int, seconds: float) -> Judging:
    """Measured in a process of its own, each kind of text for about this many seconds."""
    load_seconds = statistics.median(_load_seconds() for _ in range(_LOADS))
    # Spawned, not forked: this process has memory of its own.
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn) as pool:
        memory_bytes, paces = pool.submit(_measured, seed, seconds, POLICY).result()
    return Judging(load_seconds, memory_bytes, paces)


def report(judging: Judging) -> str:
    """A table for people."""
    lines = [
        "Judging, one process, everything that the pipeline does",
        f"{'':<34}{'per s':>8}{'p50 us':>9}{'p99 us':>9}{'longest ms':>12}",
        "-" * 72,
        *(_line(pace) for pace in judging.paces),
        _costs(judging),
    ]
    return "\n".join(lines)


def _costs(judging: Judging) -> str:
    return (
        f"A first verdict {judging.load_seconds:.2f} s after the start of a process; "
        f"it takes {judging.memory_bytes / 2**20:.0f} MiB."
    )


def _line(pace: Pace) -> str:
    p50, p99 = (percentile(pace.seconds, percent) * 1e6 for percent in (50, 99))
    per_second = len(pace.seconds) / sum(pace.seconds)
    return f"{pace.work:<34}{per_second:>8,.0f}{p50:>9,.0f}{p99:>9,.0f}{max(pace.seconds) * 1e3:>12.1f}"


def _load_seconds() -> float:
    """From the start of a process to its first verdict."""
    started = time.perf_counter()
    command = [sys.executable, "-m", "service", "judge", "--jsonl"]
    subprocess.run(command, cwd=CHECKOUT, input=b'{"text": "Hello."}', stdout=subprocess.PIPE, check=True)
    return time.perf_counter() - started


def _measured(seed: int, seconds: float, policy: Path) -> tuple[int, Sequence[Pace]]:
    judge = CurrentJudge(policy)()
    context = Context(judge.policy.mode, author_approved_count=50, author_same_text_count=0)

    def once(text: str) -> None:
        judge.judge(text, context)

    worst = _slowest(once)
    paces = (
        Pace(f"{SHORT_CHARACTERS} characters", _timed(once, _cut(seed, SHORT_CHARACTERS), seconds)),
        Pace(f"{LONG_CHARACTERS:,} characters", _timed(once, _cut(seed, LONG_CHARACTERS), seconds)),
        Pace(f"hostile, {HOSTILE_CHARACTERS:,}: {worst.work}", worst.seconds),
    )
    return psutil.Process().memory_full_info().pss, paces


def _cut(seed: int, characters: int) -> Iterator[str]:
    """Comments of exactly this length, all different."""
    texts = comments(seed)
    text = ""
    while True:
        while len(text) < characters:
            text += f"{next(texts)} "
        yield text[:characters]
        text = text[characters:]


def _timed(once: Callable[[str], None], texts: Iterator[str], seconds: float) -> list[float]:
    prepared = list(islice(texts, 200))
    end = time.perf_counter() + seconds
    taken = []
    while time.perf_counter() < end:
        # Prepared in small lots, so that making the texts is not timed and every text is new.
        for text in prepared:
            begin = time.perf_counter()
            once(text)
            taken.append(time.perf_counter() - begin)
        prepared = list(islice(texts, 200))
    return taken


def _slowest(once: Callable[[str], None]) -> Pace:
    """The hostile text that takes longest, by the median of its runs."""
    paces = []
    for name, unit in HOSTILE.items():
        text = hostile(unit, HOSTILE_CHARACTERS)
        runs = []
        for _ in range(_HOSTILE_RUNS):
            begin = time.perf_counter()
            once(text)
            runs.append(time.perf_counter() - begin)
        paces.append(Pace(name, runs))
    return max(paces, key=lambda pace: percentile(pace.seconds, 50))
