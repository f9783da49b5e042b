"""How fast a page of 50 comments is read: in full, and by a browser that holds it already (304)."""

import itertools
import json
from collections.abc import Sequence

from bench.connection import Connection
from bench.figures import Figures, figures_of
from bench.load import AsFastAsAnswered, Paced, Round
from bench.plan import Plan
from bench.reader import Refused, ask, posts, request
from bench.system import System
from bench.texts import comments

CONNECTIONS = 16
LISTED = 50
_POSTED = 120
_PATH = f"/articles/listing/comments?limit={LISTED}"


def measure(system: System, plan: Plan) -> Sequence[Figures]:
    """Raises Refused."""
    _publish(system, plan)
    read = request(system.target, "GET", _PATH)
    tag = _check(system, read)
    again = request(system.target, "GET", _PATH, [f"If-None-Match: {tag}"])
    full, unchanged = [], []
    for _ in range(plan.rounds):
        full.append(_load(system, plan, read, 200))
        unchanged.append(_load(system, plan, again, 304))
    return [
        figures_of(f"list {LISTED} comments", CONNECTIONS, full),
        figures_of("the same, unchanged (304)", CONNECTIONS, unchanged),
    ]


def _load(system: System, plan: Plan, wanted: bytes, expected_status: int) -> Round:
    requests = itertools.repeat(wanted)
    return system.load(CONNECTIONS, requests, AsFastAsAnswered(plan.seconds), expected_status)


def _publish(system: System, plan: Plan) -> None:
    """More than one page of comments, posted and judged like any others."""
    system.add_article("listing")
    requests = posts(system.readers, "listing", comments(plan.seed + 2))
    system.load(CONNECTIONS, requests, Paced(_POSTED, seconds=1), 202)
    system.wait_until_decided(20)


def _check(system: System, read: bytes) -> str:
    """The page's ETag, once it is certain that the page is what is to be measured."""
    connection = Connection(*system.target, timeout_seconds=10)
    try:
        response = ask(connection, read, 200)
    finally:
        connection.close()
    listed = len(json.loads(response.body)["comments"])
    if listed != LISTED:
        raise Refused(f"{listed} comments were listed instead of {LISTED}.")
    return response.head.fields[b"etag"].decode()
