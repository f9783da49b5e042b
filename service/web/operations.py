"""What operators and their probes ask: is the process alive, can it do its work?"""

from flask import Blueprint, Response

from service.web import representations as shown
from service.web.answers import json_answer
from service.web.context import services
from service.web.endpoint import Access, Answer, Operation, endpoint

blueprint = Blueprint("operations", __name__)


@blueprint.get("/healthz")
@endpoint(
    Operation(
        summary="Is the process alive?",
        access=Access.ANYONE,
        answers={200: Answer(shown.Health, "It is.")},
    )
)
def read_health() -> Response:
    """Touches neither the database nor Redis: a slow database is no reason to restart this process."""
    return json_answer(shown.Health("ok"))


@blueprint.get("/readyz")
@endpoint(
    Operation(
        summary="Can the service do its work?",
        access=Access.ANYONE,
        answers={
            200: Answer(shown.Readiness, "It can, if less well than it should where it is degraded."),
            503: Answer(shown.Readiness, "It cannot: the database does not answer."),
        },
    )
)
def read_readiness() -> Response:
    """Asks the database and Redis, and looks at the judge. Without the first nothing works. Without Redis
    comments wait a little longer to be judged. Without a sound judge they are held, or judged by the policy
    that stood before a broken change of it; the log says what is wrong."""
    ready = services().check_readiness()
    status = "down" if not ready.store else "ok" if ready.queue and ready.judge else "degraded"
    shown_as = shown.Readiness(status, ready.store, ready.queue, ready.judge)
    return json_answer(shown_as, 200 if ready.store else 503)
