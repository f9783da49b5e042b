"""One call of the interface: what it says of itself, and what is done because of that before its view runs.

The declaration is not a comment beside the code: the caller is identified, the query and the body are
read by it, and the documents are generated from it. So it cannot say one thing and do another.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import update_wrapper
from typing import Any

from flask import Response, request
from msgspec import Struct

from service.domain.errors import DomainError
from service.domain.principals import Right
from service.web.auth import caller, signed_in_caller
from service.web.payload import read_json_object
from service.web.query import NoQuery, read_query
from service.web.schema import schema_of

View = Callable[..., Response]


class Access(Enum):
    """Whose call it is. A `Right` in its place means: whoever is signed in and has that right."""

    ANYONE = "anyone"
    """Credentials are not looked at, so that the answer is the same for all and can be cached."""
    ANYONE_OR_SIGNED_IN = "anyone; more for some who are signed in"
    SIGNED_IN = "anybody who is signed in"


@dataclass(frozen=True, slots=True)
class Answer:
    """One good answer: the struct in its body (None for none), what it means, the headers worth knowing.

    `media_type` is given where the body is there and is no struct.
    """

    body: type[Struct] | None
    meaning: str
    headers: Mapping[str, str] = field(default_factory=dict)
    media_type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """What a call says of itself. `errors` lists only those that its own use case adds."""

    summary: str
    access: Access | Right
    answers: Mapping[int, Answer]
    query: type[Struct] = NoQuery
    body: type[Struct] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    errors: tuple[type[DomainError], ...] = ()


class Endpoint:
    """A view together with its operation. The view receives, by name, what the operation declares:
    `principal` unless access is ANYONE, `query` and `given` (the body) where there are such.
    """

    __name__: str

    def __init__(self, operation: Operation, view: View) -> None:
        self.operation = operation
        self._view = view
        self._query = schema_of(operation.query)
        self._has_query = operation.query is not NoQuery
        self._body = schema_of(operation.body) if operation.body else None
        update_wrapper(self, view)

    def __call__(self, **arguments: Any) -> Response:
        # Who calls comes first: a stranger learns nothing from how their body is refused.
        access = self.operation.access
        if access is Access.ANYONE_OR_SIGNED_IN:
            arguments["principal"] = caller()
        elif access is not Access.ANYONE:
            principal = signed_in_caller()
            if isinstance(access, Right):
                principal.require(access)
            arguments["principal"] = principal
        # Parameters that are sent to a call without any are refused too.
        if self._has_query or request.query_string:
            query = read_query(self._query)
            if self._has_query:
                arguments["query"] = query
        if self._body:
            arguments["given"] = self._body.read(read_json_object())
        return self._view(**arguments)


def endpoint(operation: Operation) -> Callable[[View], Endpoint]:
    """Make the view below the one that carries out this operation."""
    return lambda view: Endpoint(operation, view)
