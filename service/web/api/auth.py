"""Signing in and out."""

from typing import Annotated

from flask import Blueprint, Response, request
from msgspec import Meta, Struct

from service.domain.errors import TooManyAttempts, WrongCredentials
from service.domain.principals import Principal
from service.web import auth, presenters
from service.web import representations as shown
from service.web.answers import json_answer, no_content
from service.web.context import services
from service.web.endpoint import Access, Answer, Operation, endpoint

blueprint = Blueprint("auth", __name__, url_prefix="/auth")


class Credentials(Struct, forbid_unknown_fields=True):
    """A name and its password."""

    username: Annotated[str, Meta(min_length=1, max_length=64)]
    password: Annotated[str, Meta(min_length=1, max_length=1024)]


@blueprint.post("/login")
@endpoint(
    Operation(
        summary="Sign in",
        access=Access.ANYONE,
        body=Credentials,
        answers={200: Answer(shown.Session, "Signed in.", {"Set-Cookie": "The session cookie."})},
        errors=(WrongCredentials, TooManyAttempts),
    )
)
def login(given: Credentials) -> Response:
    """Sets a session cookie. After several wrong passwords for one name from one address that pair has to
    wait. There is no CSRF token yet; the content type keeps forms of other sites out."""
    signed_in = services().sign_in(given.username, given.password, request.remote_addr or "")
    csrf_token = auth.begin_login(signed_in)
    return json_answer(shown.Session(presenters.user(signed_in.principal), csrf_token))


@blueprint.post("/logout")
@endpoint(Operation(summary="Sign out", access=Access.SIGNED_IN, answers={204: Answer(None, "Signed out.")}))
def logout(principal: Principal) -> Response:  # noqa: ARG001 - that there is one has been seen to
    """Ends this sign-in on the server: every copy of its cookie is worthless from now on."""
    auth.end_login()
    return no_content()


@blueprint.get("/session")
@endpoint(
    Operation(
        summary="Who am I?",
        access=Access.ANYONE_OR_SIGNED_IN,
        answers={200: Answer(shown.Session, "The caller; `user` is null for a stranger.")},
    )
)
def read_session(principal: Principal | None) -> Response:
    """A cookie whose sign-in has ended is a stranger's."""
    user = presenters.user(principal) if principal else None
    return json_answer(shown.Session(user, auth.csrf_token()))
