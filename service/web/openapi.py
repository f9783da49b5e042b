"""The OpenAPI 3.1 document, generated from what every endpoint declares of itself."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from typing import Any

import msgspec
from flask import Flask
from werkzeug.routing import Rule

from service.domain import errors as domain
from service.domain.decisions import DecisionConflict
from service.domain.errors import DomainError
from service.domain.principals import RIGHTS, Right
from service.web import errors as web
from service.web import representations as shown
from service.web.auth import CSRF_HEADER, SESSION_COOKIE
from service.web.endpoint import Access, Answer, Endpoint, Operation

Json = dict[str, Any]

_VERSION = "1"
"""Of the interface, as in /api/v1: what a client relies on does not change within it."""


_PATH_PARAMETERS = {
    "key": "The article's key: 1 to 200 letters, digits or `. _ ~ -`, beginning with a letter or digit.",
    "comment_id": "The comment's id.",
}
_SUBJECTS = {
    "auth": "Signing in and out",
    "articles": "Articles and the comments under them",
    "comments": "Single comments",
    "me": "What readers look up about themselves",
    "moderation": "The review queue and decisions",
    "operations": "For operators and their probes",
    "documents": "This documentation",
}
_UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_REF = "#/components/schemas/{name}"


def endpoints(app: Flask) -> Iterator[tuple[Rule, str, Endpoint]]:
    """Every call of the interface: its rule, its method, its endpoint."""
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if isinstance(view, Endpoint):
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield rule, method, view


def build_document(app: Flask) -> Json:
    """The document for this application's routes."""
    known = list(endpoints(app))
    schemas = _Schemas(struct for _, _, view in known for struct in _structs(view.operation))
    paths: dict[str, Json] = defaultdict(dict)
    for rule, method, view in known:
        paths[path_of(rule)][method.lower()] = _operation(rule, method, view, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Comment Desk",
            "version": _VERSION,
            "summary": "Comments that nobody sees before they have been judged.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": name, "description": text} for name, text in _SUBJECTS.items()],
        "paths": dict(paths),
        "components": {"schemas": schemas.components, "securitySchemes": _SECURITY_SCHEMES},
    }


_SECURITY_SCHEMES: Json = {
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": SESSION_COOKIE,
        "description": f"Set by signing in. Unsafe calls then need the header `{CSRF_HEADER}`.",
    },
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "For the magazine's own server. Where it is sent, no cookie is looked at.",
    },
}

_PROBLEMS: dict[type[DomainError], type[msgspec.Struct]] = {
    domain.InvalidFields: shown.ValidationProblem,
    DecisionConflict: shown.ConflictProblem,
}


class _Schemas:
    """The JSON schemas of all structs; equal ones are named once and referred to."""

    def __init__(self, structs: Iterable[type[msgspec.Struct]]) -> None:
        wanted = list(dict.fromkeys([*structs, shown.Problem, *_PROBLEMS.values()]))
        references, self.components = msgspec.json.schema_components(wanted, ref_template=_REF)
        self._references = dict(zip(wanted, references, strict=True))

    def reference(self, struct: type[msgspec.Struct]) -> Json:
        return self._references[struct]

    def properties(self, struct: type[msgspec.Struct]) -> Json:
        properties: Json = self.components[struct.__name__]["properties"]
        return properties


def _structs(operation: Operation) -> Iterator[type[msgspec.Struct]]:
    if operation.body:
        yield operation.body
    yield operation.query
    for answer in operation.answers.values():
        if answer.body:
            yield answer.body


def path_of(rule: Rule) -> str:
    """The rule's path as OpenAPI writes it."""
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)


def _operation(rule: Rule, method: str, view: Endpoint, schemas: _Schemas) -> Json:
    subject, _, name = rule.endpoint.rpartition(".")
    operation = view.operation
    described: Json = {
        "operationId": name,
        "tags": [subject],
        "summary": operation.summary,
        "description": " ".join((view.__doc__ or "").split()),
        "x-who": _who(operation.access),
        "security": _security(operation.access),
        "parameters": list(_parameters(rule, method, operation, schemas)),
        "responses": _responses(method, operation, schemas),
    }
    if operation.body:
        content = {"application/json": {"schema": schemas.reference(operation.body)}}
        described["requestBody"] = {"required": True, "content": content}
    return described


def _who(access: Access | Right) -> str:
    if isinstance(access, Access):
        return access.value
    return ", ".join(role for role, rights in RIGHTS.items() if access in rights)


def _security(access: Access | Right) -> list[Json]:
    if access is Access.ANYONE:
        return []
    known: list[Json] = [{"session": []}, {"token": []}]
    return [{}, *known] if access is Access.ANYONE_OR_SIGNED_IN else known


def _is_closed(access: Access | Right) -> bool:
    return access not in (Access.ANYONE, Access.ANYONE_OR_SIGNED_IN)


def _parameters(rule: Rule, method: str, operation: Operation, schemas: _Schemas) -> Iterator[Json]:
    for name in re.findall(r"<(?:\w+:)?(\w+)>", rule.rule):
        yield {
            "name": name,
            "in": "path",
            "required": True,
            "description": _PATH_PARAMETERS[name],
            "schema": {"type": "string"},
        }
    required = {each.encode_name for each in msgspec.structs.fields(operation.query) if each.required}
    for name, schema in schemas.properties(operation.query).items():
        described = {key: value for key, value in schema.items() if key != "description"}
        yield _parameter(name, "query", schema.get("description", ""), described, name in required)
    headers = dict(operation.headers)
    if method in _UNSAFE and _is_closed(operation.access):
        headers[CSRF_HEADER] = "Needed where the call is signed in by cookie: `csrf_token` of the session."
    for name, meaning in headers.items():
        yield _parameter(name, "header", meaning, {"type": "string"}, required=False)


def _parameter(name: str, where: str, description: str, schema: Json, required: bool) -> Json:
    return {"name": name, "in": where, "required": required, "description": description, "schema": schema}


def _responses(method: str, operation: Operation, schemas: _Schemas) -> Json:
    responses = {str(status): _good(answer, schemas) for status, answer in operation.answers.items()}
    for status, errors in _errors_by_status(method, operation).items():
        response = _refusal(errors, schemas)
        if str(status) in responses:
            # A probe's own 503 has its own shape; the refusal of the same status is a second one.
            response["content"] |= responses[str(status)]["content"]
        responses[str(status)] = response
    return dict(sorted(responses.items()))


def _good(answer: Answer, schemas: _Schemas) -> Json:
    response: Json = {"description": answer.meaning}
    if answer.headers:
        response["headers"] = {
            name: {"description": meaning, "schema": {"type": "string"}}
            for name, meaning in answer.headers.items()
        }
    if answer.body:
        response["content"] = {"application/json": {"schema": schemas.reference(answer.body)}}
    elif answer.media_type:
        response["content"] = {answer.media_type: {}}
    return response


def _errors_by_status(method: str, operation: Operation) -> dict[int, list[type[DomainError]]]:
    found: dict[int, list[type[DomainError]]] = defaultdict(list)
    for error in dict.fromkeys(_errors(method, operation)):
        found[web.STATUS[error]].append(error)
    return found


def _errors(method: str, operation: Operation) -> Iterator[type[DomainError]]:
    """What can be refused: what the operation says, and what follows from its declaration."""
    access = operation.access
    if access is not Access.ANYONE:
        yield domain.InvalidToken
    if _is_closed(access):
        yield domain.NotSignedIn
        if method in _UNSAFE:
            yield domain.CsrfFailed
    if isinstance(access, Right):
        yield domain.NotAllowed
    if operation.body:
        yield from (web.MalformedJson, web.PayloadTooLarge, web.UnsupportedMediaType)
    # Every call refuses parameters that it does not know.
    yield domain.InvalidFields
    yield from operation.errors
    yield from (web.InternalError, domain.StoreUnavailable)


def _refusal(errors: list[type[DomainError]], schemas: _Schemas) -> Json:
    shapes = list(dict.fromkeys(_PROBLEMS.get(error, shown.Problem) for error in errors))
    references = [schemas.reference(shape) for shape in shapes]
    schema = references[0] if len(references) == 1 else {"anyOf": references}
    return {
        "description": "; ".join(error.title for error in errors),
        "content": {web.PROBLEM_TYPE: {"schema": schema}},
        "x-codes": [error.code for error in errors],
    }


def error_codes() -> list[Json]:
    """Every code that a refusal can carry: its status, its title and what it means."""
    return [
        {
            "code": error.code,
            "status": status,
            "phrase": HTTPStatus(status).phrase,
            "title": error.title,
            "meaning": " ".join((error.__doc__ or "").split()),
        }
        for error, status in web.STATUS.items()
    ]
