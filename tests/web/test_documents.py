"""GET /openapi.json and GET /docs"""

import re

import pytest
from flask import Flask
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from service.web.endpoint import Endpoint
from service.web.errors import STATUS
from service.web.openapi import path_of
from tests.support.marks import on_sqlite_alone
from tests.web.callers import Caller

pytestmark = on_sqlite_alone

PAGES = {"static", "demo.show_article"}
"""Routes that are no calls of the interface."""


def test_the_document_is_valid_openapi_3_1(stranger: Caller) -> None:
    document = stranger.open("GET", "/openapi.json").get_json()

    assert document["openapi"].startswith("3.1")
    validate(document, cls=OpenAPIV31SpecValidator)


def test_the_document_lists_exactly_the_routes_that_there_are(app: Flask, stranger: Caller) -> None:
    document = stranger.open("GET", "/openapi.json").get_json()
    documented = {(path, method.upper()) for path, methods in document["paths"].items() for method in methods}
    routes = {
        (path_of(rule), method)
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in PAGES
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    assert documented == routes
    assert len(routes) >= 18


def test_every_route_is_an_endpoint_that_declares_itself(app: Flask) -> None:
    undeclared = {name for name, view in app.view_functions.items() if not isinstance(view, Endpoint)}

    assert undeclared == PAGES


PROMISED = [
    ("post", "/api/v1/auth/login"),
    ("post", "/api/v1/auth/logout"),
    ("get", "/api/v1/auth/session"),
    ("put", "/api/v1/articles/{key}"),
    ("get", "/api/v1/articles/{key}"),
    ("get", "/api/v1/articles/counts"),
    ("post", "/api/v1/articles/{key}/comments"),
    ("get", "/api/v1/articles/{key}/comments"),
    ("get", "/api/v1/comments/{comment_id}"),
    ("get", "/api/v1/me/comments"),
    ("get", "/api/v1/moderation/queue"),
    ("get", "/api/v1/moderation/comments/{comment_id}"),
    ("post", "/api/v1/moderation/comments/{comment_id}/approve"),
    ("post", "/api/v1/moderation/comments/{comment_id}/reject"),
]


def test_every_call_says_what_it_is_whose_it_is_and_what_can_go_wrong(
    stranger: Caller, subtests: pytest.Subtests
) -> None:
    paths = stranger.open("GET", "/openapi.json").get_json()["paths"]
    for method, path in PROMISED:
        with subtests.test(f"{method} {path}"):
            call = paths[path][method]
            assert call["summary"]
            assert call["description"]
            assert call["x-who"]
            assert ("requestBody" in call) is (method in ("post", "put") and not path.endswith("logout"))
            open_to_all = call["x-who"].startswith("anyone")
            assert ({"session": []} not in call["security"] or {} in call["security"]) is open_to_all
            assert ("401" in call["responses"]) is (call["x-who"] != "anyone" or path.endswith("login"))
            for status, response in call["responses"].items():
                if int(status) >= 400:
                    assert all(code in {error.code for error in STATUS} for code in response["x-codes"])


def test_the_page_shows_every_call_every_field_and_every_code(stranger: Caller) -> None:
    document = stranger.open("GET", "/openapi.json").get_json()
    page = stranger.open("GET", "/docs")

    assert page.mimetype == "text/html"
    text = page.text
    for path, methods in document["paths"].items():
        for operation in methods.values():
            assert f"<code>{path}</code>" in text
            assert f'id="{operation["operationId"]}"' in text
            for parameter in operation["parameters"]:
                assert f"<code>{parameter['name']}</code>" in text
    for error in STATUS:
        assert f'id="error-{error.code}"' in text


def test_the_page_loads_nothing_from_elsewhere_and_runs_nothing(stranger: Caller) -> None:
    text = stranger.open("GET", "/docs").text

    loaded = re.findall(r'<(?:link|script|img)[^>]+(?:href|src)="([^"]+)"', text)
    assert loaded
    assert all(address.startswith("/static/") for address in loaded)
    assert "<script" not in text
    assert "style=" not in text
    for address in loaded:
        with stranger.open("GET", address) as answer:
            assert answer.status_code == 200


def test_links_within_the_page_lead_somewhere(stranger: Caller) -> None:
    text = stranger.open("GET", "/docs").text
    ids = re.findall(r'id="([^"]+)"', text)

    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(ids)


def test_programs_fetch_the_document_once(stranger: Caller) -> None:
    tag = stranger.open("GET", "/openapi.json").headers["ETag"]

    assert stranger.open("GET", "/openapi.json", headers={"If-None-Match": tag}).status_code == 304
