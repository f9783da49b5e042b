"""Those who call the interface: browsers, signed in or not, and the magazine's own server."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.domain.principals import Principal
from tests.web.contract import Contract

API = "/api/v1"


@dataclass
class Caller:
    """Somebody who calls. `headers` go with every call; each answer is held against the contract."""

    client: FlaskClient
    headers: dict[str, str]
    contract: Contract

    def call(
        self, method: str, path: str, *, headers: dict[str, str] | None = None, **what: Any
    ) -> TestResponse:
        """`path` is below /api/v1."""
        return self.open(method, API + path, headers=headers, **what)

    def open(
        self, method: str, path: str, *, headers: dict[str, str] | None = None, **what: Any
    ) -> TestResponse:
        """`path` is the whole path."""
        answer = self.client.open(path, method=method, headers=self.headers | (headers or {}), **what)
        self.contract.check(answer)
        return answer

    def get(self, path: str, **what: Any) -> TestResponse:
        return self.call("GET", path, **what)

    def post(self, path: str, **what: Any) -> TestResponse:
        return self.call("POST", path, **what)

    def put(self, path: str, **what: Any) -> TestResponse:
        return self.call("PUT", path, **what)


BrowserOf = Callable[[Principal], Caller]
"""Makes a browser in which this person is signed in."""


def assert_problem(answer: TestResponse, status: int, code: str) -> None:
    """The answer is a problem document with this status and code, and says so in every place."""
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json"), answer.text
    problem = answer.get_json()
    assert (problem["status"], problem["code"]) == (status, code)
    assert problem["type"] == f"/docs#error-{code}"
    assert problem["title"]
    assert problem["detail"]


def errors_in(answer: TestResponse) -> set[tuple[str, str]]:
    """The wrong fields of a 422: each with its code."""
    assert_problem(answer, 422, "validation_failed")
    return {(error["field"], error["code"]) for error in answer.get_json()["errors"]}
