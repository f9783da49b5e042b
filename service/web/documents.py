"""The interface described by itself: `/openapi.json` for programs, `/docs` for people."""

from typing import Any

import msgspec
from flask import Blueprint, Flask, Response, current_app, render_template

from service.web.answers import REVALIDATE
from service.web.conditional import revalidated
from service.web.docs_page import subjects_of, with_code
from service.web.endpoint import Access, Answer, Operation, endpoint
from service.web.openapi import build_document, error_codes

blueprint = Blueprint("documents", __name__)
blueprint.add_app_template_filter(with_code)

_DOCUMENT = "comment-desk.openapi"


def document_of(app: Flask) -> dict[str, Any]:
    """The document of this application's routes, generated when it is first asked for."""
    document: dict[str, Any] = app.extensions.get(_DOCUMENT) or build_document(app)
    app.extensions[_DOCUMENT] = document
    return document


@blueprint.get("/openapi.json")
@endpoint(
    Operation(
        summary="This interface, for programs",
        access=Access.ANYONE,
        headers={"If-None-Match": "An ETag of an earlier answer."},
        answers={
            200: Answer(None, "An OpenAPI 3.1 document.", media_type="application/json"),
            304: Answer(None, "Nothing has changed since the ETag in If-None-Match."),
        },
    )
)
def read_openapi() -> Response:
    """Generated from the code that answers the calls."""
    body = msgspec.json.encode(document_of(current_app))
    return revalidated(Response(body, mimetype="application/json"))


@blueprint.get("/docs")
@endpoint(
    Operation(
        summary="This interface, for people",
        access=Access.ANYONE,
        answers={200: Answer(None, "A page.", media_type="text/html")},
    )
)
def read_docs() -> Response:
    """Every call with its fields, its answers and its errors; made from the document for programs."""
    page = render_template("docs.html", subjects=subjects_of(document_of(current_app)), errors=error_codes())
    return Response(page, mimetype="text/html", headers={"Cache-Control": REVALIDATE})
