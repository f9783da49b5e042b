"""How many comments a second are accepted, and how long a reader waits for the 202.

One article, as when a piece has just gone up and everybody writes under it, and many readers. The workers
judge meanwhile, as they do in reality, and take their part of the machine. The last line is the rate from
the first post until the last comment is judged: lower than the others where the workers fall behind.
"""

import time
from collections import Counter, defaultdict
from collections.abc import Sequence

from bench.figures import Figures, figures_of
from bench.load import AsFastAsAnswered, Round
from bench.plan import Plan
from bench.reader import posts
from bench.system import System
from bench.texts import comments

CONNECTIONS = (1, 16, 64)
BACKLOG_SECONDS = 25.0


def measure(system: System, plan: Plan) -> Sequence[Figures]:
    system.add_article("posting")
    requests = posts(system.readers, "posting", comments(plan.seed))
    rounds: dict[int, list[Round]] = defaultdict(list)
    began = time.monotonic()
    # In turn, so that whatever else the machine does meets every number of connections alike.
    for _ in range(plan.rounds):
        for connections in CONNECTIONS:
            schedule = AsFastAsAnswered(plan.seconds)
            rounds[connections].append(system.load(connections, requests, schedule, 202))
    lines = [figures_of("post a comment", connections, rounds[connections]) for connections in CONNECTIONS]
    accepted = sum(len(each.latencies) for some in rounds.values() for each in some)
    return [*lines, _until_judged(system, accepted, began)]


def _until_judged(system: System, accepted: int, began: float) -> Figures:
    left = system.wait_until_decided(BACKLOG_SECONDS)
    errors = Counter({f"not judged after {BACKLOG_SECONDS:g} s": left} if left else {})
    rate = (accepted - left) / (time.monotonic() - began)
    return Figures("all of these, until judged", per_second=rate, errors=errors)
