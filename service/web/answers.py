"""Answers in JSON."""

from collections.abc import Mapping

import msgspec
from flask import Response

REVALIDATE = "no-cache"
"""What everybody may read may be kept by caches, and is asked for again before each use."""

_encoder = msgspec.json.Encoder()


def json_answer(
    value: msgspec.Struct, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """The value as a response. Unless `headers` say otherwise, no cache keeps it."""
    return Response(_encoder.encode(value), status, headers, mimetype="application/json")


def no_content() -> Response:
    """204: done, and there is nothing to say about it."""
    answer = Response(status=204)
    del answer.headers["Content-Type"]
    return answer
