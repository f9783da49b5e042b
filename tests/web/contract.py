"""Holds every answer in these tests against the OpenAPI document that the application gives of itself."""

from typing import Any

from flask import Flask
from openapi_schema_validator import OAS31Validator
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from service.web.openapi import build_document, path_of

_DOCUMENTS: dict[frozenset[str], dict[str, Any]] = {}


def _document(app: Flask) -> dict[str, Any]:
    """The application's document; made once for all tests, whose applications have the same routes."""
    routes = frozenset(str(rule) for rule in app.url_map.iter_rules())
    if routes not in _DOCUMENTS:
        _DOCUMENTS[routes] = build_document(app)
    return _DOCUMENTS[routes]


class Contract:
    def __init__(self, app: Flask) -> None:
        self._urls = app.url_map.bind("localhost")
        self._document = _document(app)

    def check(self, answer: TestResponse) -> None:
        """Fails where the status, the kind of content, its shape or its error code is not in the document."""
        method, path = answer.request.method, answer.request.path
        try:
            rule, _ = self._urls.match(path, method, return_rule=True)
        except HTTPException:
            if answer.status_code >= 400:
                self._check_shape(answer, {"$ref": "#/components/schemas/Problem"})
            return
        operation = self._document["paths"].get(path_of(rule), {}).get(method.lower())
        if operation is None:
            return  # a page or a file, no call of the interface
        declared = operation["responses"].get(str(answer.status_code))
        assert declared, f"{method} {path} does not declare {answer.status}"
        if not answer.data:
            return
        assert answer.mimetype in declared["content"], f"{method} {path} does not declare {answer.mimetype}"
        if answer.is_json:
            self._check_shape(answer, declared["content"][answer.mimetype].get("schema", {}))
        if answer.mimetype == "application/problem+json":
            assert answer.get_json()["code"] in declared["x-codes"], f"{method} {path}: {answer.text}"

    def _check_shape(self, answer: TestResponse, schema: dict[str, Any]) -> None:
        validator = OAS31Validator({**schema, "components": self._document["components"]})
        errors = [error.message for error in validator.iter_errors(answer.get_json())]
        assert not errors, f"{answer.request.path} is not as its document says: {errors}"
