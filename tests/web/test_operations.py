"""GET /healthz and GET /readyz, and what the interface does while the database or Redis is gone"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from local.ports import free_port
from service.bootstrap import Services, build
from service.domain.principals import Principal
from service.domain.states import State
from service.moderation.pipeline import Judge
from service.settings import Settings
from service.web.app import create_app
from tests.support.clock import SteppingClock
from tests.support.desk import Desk
from tests.support.detectors import BrokenDetector
from tests.web.callers import Caller, assert_problem
from tests.web.contract import Contract

BuildWith = Callable[..., Caller]


@pytest.fixture
def stranger_where(settings: Settings, judge: Judge, clock: SteppingClock) -> Iterator[BuildWith]:
    """Somebody who calls an application with other settings."""
    built: list[Services] = []

    def make(**changes: str) -> Caller:
        changed = replace(settings, **changes)  # type: ignore[arg-type]
        built.append(build(changed, judge=judge, clock=clock))
        app = create_app(built[-1], changed)
        return Caller(app.test_client(), {}, Contract(app))

    yield make
    for services in built:
        services.close()


def nothing_listens() -> str:
    """The address of a port where nothing listens."""
    return f"127.0.0.1:{free_port('127.0.0.1')}"


@pytest.fixture
def without_redis(stranger_where: BuildWith) -> Caller:
    return stranger_where(redis_url=f"redis://{nothing_listens()}/0")


@pytest.fixture
def without_database(stranger_where: BuildWith) -> Caller:
    return stranger_where(database_url=f"postgresql://desk@{nothing_listens()}/desk")


def test_with_everything_there_the_service_is_alive_and_ready(stranger: Caller) -> None:
    assert stranger.open("GET", "/healthz").get_json() == {"status": "ok"}
    answer = stranger.open("GET", "/readyz")
    well = {"status": "ok", "store": True, "queue": True, "judge": True}
    assert (answer.status_code, answer.get_json()) == (200, well)


def test_without_redis_the_service_is_ready_but_slower_to_judge(without_redis: Caller) -> None:
    answer = without_redis.open("GET", "/readyz")

    assert answer.status_code == 200
    assert answer.get_json() == {"status": "degraded", "store": True, "queue": False, "judge": True}


def test_without_the_database_it_is_alive_and_not_ready(without_database: Caller) -> None:
    assert without_database.open("GET", "/healthz").get_json() == {"status": "ok"}
    answer = without_database.open("GET", "/readyz")
    down = {"status": "down", "store": False, "queue": True, "judge": True}
    assert (answer.status_code, answer.get_json()) == (503, down)


def test_with_a_detector_that_cannot_work_the_service_is_degraded(
    settings: Settings, judge: Judge, clock: SteppingClock
) -> None:
    broken = build(settings, judge=Judge(judge.policy, [BrokenDetector()]), clock=clock)
    app = create_app(broken, settings)

    answer = Caller(app.test_client(), {}, Contract(app)).open("GET", "/readyz")

    assert answer.status_code == 200
    assert answer.get_json() == {"status": "degraded", "store": True, "queue": True, "judge": False}
    broken.close()


def test_while_a_changed_policy_is_broken_the_service_is_degraded_and_judges_on_by_the_one_before(
    settings: Settings, tmp_path: Path, clock: SteppingClock
) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text(settings.policy_file.read_text("utf-8"), "utf-8")
    changed = replace(settings, policy_file=policy)
    services = build(changed, clock=clock)
    app = create_app(services, changed)
    caller = Caller(app.test_client(), {}, Contract(app))
    assert caller.open("GET", "/readyz").get_json()["status"] == "ok"

    policy.write_text("this is no policy")

    assert caller.open("GET", "/readyz").get_json()["judge"] is False
    desk = Desk(services)
    desk.article()
    comment = desk.post(desk.reader())
    desk.judge()
    assert desk.state(comment) is State.APPROVED
    services.close()


def test_without_redis_a_comment_is_still_accepted_and_kept(
    desk: Desk, reader: Caller, without_redis: Caller, rita: Principal
) -> None:
    desk.article()
    cookie = reader.client.get_cookie("desk_session")
    assert cookie is not None
    without_redis.client.set_cookie("desk_session", cookie.value)

    answer = without_redis.post(
        "/articles/sora-letter/comments", json={"body": "Kept."}, headers=reader.headers
    )

    assert answer.status_code == 202
    assert reader.get(f"/comments/{answer.get_json()['id']}").get_json()["body"] == "Kept."
    assert desk.judge() == 1


CALLS = [
    ("GET", "/articles/a", None),
    ("GET", "/articles/a/comments", None),
    ("GET", "/articles/counts?key=a", None),
    ("GET", "/comments/0123456789ABCDEFGHJKMNPQRS", None),
    ("POST", "/auth/login", {"username": "Rita", "password": "secret words"}),
]


def test_without_the_database_every_call_says_when_to_come_back(
    without_database: Caller, subtests: pytest.Subtests
) -> None:
    for method, path, body in CALLS:
        with subtests.test(path):
            answer = without_database.call(method, path, json=body)
            assert_problem(answer, 503, "store_unavailable")
            assert int(answer.headers["Retry-After"]) > 0
    with subtests.test("a signed-in caller"):
        answer = without_database.post(
            "/articles/a/comments", json={"body": "Hello."}, headers={"Authorization": "Bearer desk_x"}
        )
        assert_problem(answer, 503, "store_unavailable")
