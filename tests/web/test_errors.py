"""What goes wrong before a call is found, or inside it."""

import logging
from functools import partial
from typing import NoReturn

import pytest
from flask import Flask

from service.domain import errors
from service.domain.errors import DomainError
from service.web.errors import STATUS
from tests.support.marks import on_sqlite_alone
from tests.web.callers import Caller, assert_problem

NOWHERE = [
    "/",
    "/api",
    "/api/v1",
    "/api/v1/",
    "/api/v1/nothing",
    "/api/v2/articles/a",
    "/api/v1/articles/a/",
    "/api/v1//articles/a",
    "/api/v1/articles/a%2Fcomments/x",
    "/healthz/",
    "/docs/",
    "/static/",
    "/static/nothing.css",
    "/static/../app.py",
    "/static/%00",
    "/favicon.ico",
]


@on_sqlite_alone
def test_an_unknown_path_is_answered_like_every_refusal(stranger: Caller, subtests: pytest.Subtests) -> None:
    for path in NOWHERE:
        with subtests.test(path):
            assert_problem(stranger.open("GET", path), 404, "not_found")


WRONG_METHODS = [
    ("DELETE", "/api/v1/articles/a", {"GET", "HEAD", "OPTIONS", "PUT"}),
    ("PUT", "/api/v1/articles/a/comments", {"GET", "HEAD", "OPTIONS", "POST"}),
    ("POST", "/api/v1/comments/x", {"GET", "HEAD", "OPTIONS"}),
    ("GET", "/api/v1/auth/login", {"OPTIONS", "POST"}),
    ("POST", "/healthz", {"GET", "HEAD", "OPTIONS"}),
    ("TRACE", "/healthz", {"GET", "HEAD", "OPTIONS"}),
]


@on_sqlite_alone
def test_a_wrong_method_is_told_the_right_ones(stranger: Caller, subtests: pytest.Subtests) -> None:
    for method, path, allowed in WRONG_METHODS:
        with subtests.test(method=method, path=path):
            answer = stranger.open(method, path)
            assert_problem(answer, 405, "method_not_allowed")
            assert set(answer.headers["Allow"].split(", ")) == allowed


def _raise(error: Exception) -> NoReturn:
    raise error


@on_sqlite_alone
def test_a_defect_is_logged_whole_and_shown_as_nothing_but_a_500(
    app: Flask, stranger: Caller, caplog: pytest.LogCaptureFixture
) -> None:
    class Unforeseen(DomainError):
        """Without a status, because nobody thought of it."""

    for kind in (RuntimeError, Unforeseen):
        view = partial(_raise, kind("the innermost secret"))
        app.add_url_rule(f"/{kind.__name__}", kind.__name__, view_func=view)

    for kind in (RuntimeError, Unforeseen):
        caplog.clear()
        with caplog.at_level(logging.ERROR):
            answer = stranger.client.get(f"/{kind.__name__}")

        assert_problem(answer, 500, "internal_error")
        assert "secret" not in answer.text
        assert "the innermost secret" in caplog.text
        assert f"/{kind.__name__}" in caplog.text


def test_every_error_of_the_domain_has_a_status() -> None:
    of_the_domain = {
        kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, DomainError)
    }

    assert of_the_domain - {DomainError} <= set(STATUS)


def test_every_code_stands_for_one_error() -> None:
    codes = [error.code for error in STATUS]
    assert len(codes) == len(set(codes))


ANY_PATH = ["/healthz", "/docs", "/static/docs.css", "/nothing", "/api/v1/auth/session", "/openapi.json"]


@on_sqlite_alone
def test_every_answer_limits_what_a_browser_may_do_with_it(
    stranger: Caller, subtests: pytest.Subtests
) -> None:
    for path in ANY_PATH:
        with subtests.test(path), stranger.open("GET", path) as answer:
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert "Referrer-Policy" in answer.headers
            policy = answer.headers["Content-Security-Policy"]
            assert policy.startswith("default-src 'none'")
            assert "frame-ancestors 'none'" in policy
            assert "unsafe" not in policy
            assert ("script-src 'self'" in policy) is (answer.mimetype == "text/html")
