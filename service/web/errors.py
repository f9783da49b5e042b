"""How a refusal is shown over HTTP: as application/problem+json (RFC 9457), with a stable code.

The table below is the only place that gives an error its status.
"""

import logging

from flask import Flask, Response, request
from msgspec import json, structs
from werkzeug.exceptions import HTTPException

from service.domain import errors as domain
from service.domain.decisions import DecisionConflict
from service.domain.errors import DomainError
from service.web import presenters
from service.web import representations as shown

logger = logging.getLogger(__name__)

PROBLEM_TYPE = "application/problem+json"

_STORE_RETRY_SECONDS = 2


class PageNotFound(DomainError):
    """No call of this interface has this path."""

    code = "not_found"
    title = "No such page"


class MethodNotAllowed(DomainError):
    """The path exists, and this method is not one of its calls; `Allow` lists those that are."""

    code = "method_not_allowed"
    title = "Method not allowed"


class BadRequest(DomainError):
    """The request is not one that this server understands."""

    code = "bad_request"
    title = "The request is not understood"


class MalformedJson(DomainError):
    """The body is not what this service takes for JSON; the detail says why."""

    code = "malformed_json"
    title = "The body is not acceptable JSON"


class PayloadTooLarge(DomainError):
    """The body has more than 16 KiB."""

    code = "payload_too_large"
    title = "The body is too large"


class UnsupportedMediaType(DomainError):
    """The body is not declared as plain application/json."""

    code = "unsupported_media_type"
    title = "Send application/json"


class InternalError(DomainError):
    """A defect of this service. The log has the details; the answer has none."""

    code = "internal_error"
    title = "Something went wrong here"


STATUS: dict[type[DomainError], int] = {
    BadRequest: 400,
    MalformedJson: 400,
    domain.NotSignedIn: 401,
    domain.WrongCredentials: 401,
    domain.InvalidToken: 401,
    domain.CsrfFailed: 403,
    domain.NotAllowed: 403,
    PageNotFound: 404,
    domain.ArticleNotFound: 404,
    domain.CommentNotFound: 404,
    MethodNotAllowed: 405,
    domain.ArticleClosed: 409,
    DecisionConflict: 409,
    domain.NameTaken: 409,
    PayloadTooLarge: 413,
    UnsupportedMediaType: 415,
    domain.InvalidFields: 422,
    domain.IdempotencyKeyReused: 422,
    domain.TooManyAttempts: 429,
    InternalError: 500,
    domain.StoreUnavailable: 503,
}

_OF_FRAMEWORK: dict[int, DomainError] = {
    400: BadRequest("The request is not one that this server understands."),
    404: PageNotFound("There is nothing here. /docs lists what there is."),
    405: MethodNotAllowed("This path does not take this method. The header Allow lists those that it takes."),
    413: PayloadTooLarge("The body may have at most 16 KiB."),
    415: UnsupportedMediaType("Send the body as application/json in UTF-8."),
}


def init_errors(app: Flask) -> None:
    """Answer every failure of this application with a problem document."""
    app.register_error_handler(DomainError, _on_refusal)
    app.register_error_handler(HTTPException, _on_framework_refusal)
    app.register_error_handler(Exception, _on_defect)


def _on_refusal(error: DomainError) -> Response:
    return _problem_answer(error) if type(error) in STATUS else _on_defect(error)


def _on_framework_refusal(error: HTTPException) -> Response:
    """What Werkzeug refuses on its own, such as an unknown path, in the shape of everything else."""
    response = error.get_response()
    if response.status_code < 400:
        return Response(response=response.get_data(), status=response.status_code, headers=response.headers)
    answer = _problem_answer(_OF_FRAMEWORK.get(response.status_code, _OF_FRAMEWORK[400]))
    if "Allow" in response.headers:
        answer.headers["Allow"] = response.headers["Allow"]
    return answer


def _on_defect(error: Exception) -> Response:
    """The boundary of this way in: whatever nobody foresaw is logged whole and shown as nothing but a 500.

    Nothing is published by it: a use case that raises has rolled its transaction back.
    """
    logger.error("%s %r failed", request.method, request.path, exc_info=error)
    return _problem_answer(
        InternalError("Something went wrong on our side and is in our log. Try again later.")
    )


def _problem_answer(error: DomainError) -> Response:
    body = json.encode(_problem(error))
    return Response(body, STATUS[type(error)], _headers(error), content_type=PROBLEM_TYPE)


def _problem(error: DomainError) -> shown.Problem:
    problem = shown.Problem(
        type=f"/docs#error-{error.code}",
        title=error.title,
        status=STATUS[type(error)],
        detail=error.detail,
        code=error.code,
    )
    match error:
        case domain.InvalidFields(errors=errors):
            return shown.ValidationProblem(
                **structs.asdict(problem), errors=[presenters.field_problem(each) for each in errors]
            )
        case DecisionConflict(standing=standing, state=state, revision=revision):
            return shown.ConflictProblem(
                **structs.asdict(problem),
                decision=presenters.decision(standing) if standing else None,
                state=state,
                revision=revision,
            )
    return problem


def _headers(error: DomainError) -> dict[str, str]:
    match error:
        case domain.InvalidToken():
            return {"WWW-Authenticate": 'Bearer error="invalid_token"'}
        case domain.NotSignedIn() | domain.WrongCredentials():
            return {"WWW-Authenticate": "Bearer"}
        case domain.TooManyAttempts():
            return {"Retry-After": str(error.retry_after_seconds)}
        case domain.StoreUnavailable():
            return {"Retry-After": str(_STORE_RETRY_SECONDS)}
    return {}
