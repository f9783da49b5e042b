"""The query of a request, `?a=1&b=2`, read as strictly as a body."""

import re

import msgspec
from flask import request

from service.domain.errors import FieldError, InvalidFields
from service.web.schema import S, Schema, SchemaField

_WHOLE_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)


def read_query(schema: Schema[S]) -> S:
    """The query's parameters. Raises InvalidFields for one that is unknown, wrong, or given twice."""
    given: dict[str, object] = {}
    repeated: list[FieldError] = []
    for name, texts in request.args.lists():
        field = schema.fields.get(name)
        if field is None:
            given[name] = None
        elif field.many:
            given[name] = texts
        else:
            given[name] = _typed(field, texts[0])
            if len(texts) > 1:
                repeated.append(FieldError(name, "repeated", f"`{name}` is given more than once."))
    try:
        read = schema.read(given)
    except InvalidFields as refusal:
        raise InvalidFields([*refusal.errors, *repeated]) from None
    if repeated:
        raise InvalidFields(repeated)
    return read


def _typed(field: SchemaField, text: str) -> object:
    """Everything in a query is text: what reads as a whole number is one where one is expected."""
    if field.expectation.type is int and _WHOLE_NUMBER.fullmatch(text):
        return int(text)
    return text


class NoQuery(msgspec.Struct, forbid_unknown_fields=True):
    """A call without parameters."""
