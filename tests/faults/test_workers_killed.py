"""Workers are killed in the middle of their work, again and again: nothing is lost, nothing slips out."""

import gzip
import json
import random
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from local.ports import free_port
from service.bootstrap import Services
from service.domain.principals import Role
from service.settings import Settings
from tests.faults.stand import Stand
from tests.support.desk import PASSWORD, Desk
from tests.support.http import Browser
from tests.support.waiting import wait_for

SEED = 20241126
SHARED_COMMENTS = Path(__file__).parents[3] / "shared" / "data" / "train-youtube-spam.jsonl.gz"


@dataclass(frozen=True)
class Accepted:
    comment_id: str
    author: Browser


@pytest.fixture
def stand(settings: Settings, services: Services, desk: Desk) -> Iterator[Stand]:
    desk.article()
    services.create_account("moderator", Role.MODERATOR, PASSWORD)
    with Stand(settings, port=free_port("127.0.0.1")) as running:
        yield running


def readers(stand: Stand, services: Services, number: int) -> list[Browser]:
    found = []
    for each in range(number):
        services.create_account(f"reader{each}", Role.READER, PASSWORD)
        reader = Browser(stand.port)
        reader.sign_in(f"reader{each}", PASSWORD)
        found.append(reader)
    return found


def kill_workers(stand: Stand, posted: threading.Event, least: int, pause_seconds: float) -> int:
    """Kill a worker, or only the job that it runs, every so often: until all is posted, and `least` times at
    least. Says how many were killed.
    """
    chance = random.Random(SEED)
    pause = threading.Event()
    kills = 0
    while kills < least or not posted.is_set():
        pause.wait(pause_seconds * chance.uniform(0.5, 1.5))
        number = chance.randrange(stand.workers)
        kills += stand.kill_job(number) if chance.random() < 0.5 else stand.kill_worker(number)
    return kills


def post_all(authors: list[Browser], bodies: list[str]) -> list[Accepted]:
    def post(author: Browser, body: str, number: int) -> Accepted:
        answer = author.post(
            "/articles/sora-letter/comments", {"body": body}, **{"Idempotency-Key": str(number)}
        )
        assert answer.status == 202, answer.text
        return Accepted(answer.json["id"], author)

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(post, cycle(authors), bodies, range(len(bodies))))


def states_by_id(stand: Stand, moderator: Browser) -> dict[str, str]:
    """Every comment that the review queue knows of, by state, page by page."""
    found: dict[str, str] = {}
    for state in ("pending", "held", "approved", "rejected"):
        path: str | None = f"/moderation/queue?state={state}&order=oldest&limit=100"
        while path:
            page = moderator.get(path).json
            found |= {entry["id"]: state for entry in page["comments"]}
            path = (
                page["next"]
                and f"/moderation/queue?state={state}&order=oldest&limit=100&cursor={page['next']}"
            )
    return found


def published_ids(stand: Stand) -> set[str]:
    stranger = Browser(stand.port)
    found: set[str] = set()
    path: str | None = "/articles/sora-letter/comments?limit=100"
    while path:
        page = stranger.get(path).json
        found |= {comment["id"] for comment in page["comments"]}
        path = page["next"] and f"/articles/sora-letter/comments?limit=100&cursor={page['next']}"
    return found


def judge_under_fire(
    stand: Stand, services: Services, bodies: list[str], number_of_readers: int, pause_seconds: float
) -> None:
    """Post everything while workers are killed, wait until all is decided, and check every promise."""
    authors = readers(stand, services, number_of_readers)
    moderator = Browser(stand.port)
    moderator.sign_in("moderator", PASSWORD)
    posted = threading.Event()
    with ThreadPoolExecutor(1) as nemesis:
        killing = nemesis.submit(kill_workers, stand, posted, 6, pause_seconds)
        try:
            accepted = post_all(authors, bodies)
        finally:
            posted.set()
        assert killing.result() >= 6
    wait_for(lambda: number_pending(moderator) == 0, "every comment to be decided", seconds=120)
    check_promises(stand, moderator, accepted)


def number_pending(moderator: Browser) -> int:
    count: int = moderator.get("/moderation/queue?state=pending&limit=1").json["count"]
    return count


def check_promises(stand: Stand, moderator: Browser, accepted: list[Accepted]) -> None:
    states = states_by_id(stand, moderator)
    assert set(states) == {each.comment_id for each in accepted}, (
        "accepted and recorded are the same comments"
    )
    assert published_ids(stand) == {id_ for id_, state in states.items() if state == "approved"}
    stranger = Browser(stand.port)
    for comment_id, state in states.items():
        decisions = automatic_decisions(moderator.get(f"/moderation/comments/{comment_id}").json)
        assert len(decisions) == 1, f"{comment_id} has {len(decisions)} automatic decisions"
        assert (stranger.get(f"/comments/{comment_id}").status == 200) == (state == "approved")
    assert Counter(states.values())["approved"] > 0, (
        "something was approved, so the check above means something"
    )


def automatic_decisions(dossier: dict[str, Any]) -> list[dict[str, Any]]:
    return [decision for decision in dossier["decisions"] if decision["actor"]["kind"] == "automation"]


def test_comments_survive_workers_that_are_killed(stand: Stand, services: Services) -> None:
    bodies = [f"Comment number {number} says something of its own about the letter." for number in range(150)]
    judge_under_fire(stand, services, bodies, number_of_readers=4, pause_seconds=0.6)


@pytest.mark.skipif(not SHARED_COMMENTS.exists(), reason="needs the shared training data beside the checkout")
def test_1420_real_comments_survive_workers_that_are_killed(stand: Stand, services: Services) -> None:
    with gzip.open(SHARED_COMMENTS, "rt", encoding="utf-8") as lines:
        bodies = [json.loads(line)["text"] for line in lines]
    judge_under_fire(stand, services, bodies, number_of_readers=20, pause_seconds=2.0)
