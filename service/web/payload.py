"""The body of a request: JSON, read strictly.

Python's own reader takes NaN for a number, keeps the last of two equal keys and recurses as deep as it is
told to. Each of these lets two programs read one body differently, so each is refused.
"""

import json
from typing import Any, NoReturn

from flask import request

from service.web.errors import MalformedJson, PayloadTooLarge, UnsupportedMediaType

MAX_BODY_BYTES = 16 * 1024
READ_AT_MOST = MAX_BODY_BYTES + 1
"""What the framework is told to read. A body sent in chunks, without a length, it cuts off there in silence:
one byte more than is allowed shows that there was more, and keeps half a body from passing for a whole one.
"""

MAX_DEPTH = 32

_CONTENT_TYPE = "application/json"


def read_json_object() -> dict[str, object]:
    """The fields of the request's body.

    Raises UnsupportedMediaType, PayloadTooLarge, MalformedJson.
    """
    _check_content_type()
    raw = request.get_data(cache=False)
    if len(raw) > MAX_BODY_BYTES:
        raise PayloadTooLarge("The body may have at most 16 KiB.")
    value = _parse(raw)
    if not isinstance(value, dict):
        raise MalformedJson("The body must be a JSON object, such as {}.")
    if _is_deeper_than(MAX_DEPTH, value):
        raise MalformedJson(f"The body is nested more than {MAX_DEPTH} levels deep.")
    return value


def _check_content_type() -> None:
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if request.mimetype != _CONTENT_TYPE or charset not in ("utf-8", "utf8"):
        raise UnsupportedMediaType("Send the body as application/json in UTF-8.")
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise UnsupportedMediaType("Send the body uncompressed.")


def _parse(raw: bytes) -> object:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise MalformedJson("The body is not in UTF-8.") from None
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise MalformedJson(f"The body is not JSON: line {error.lineno}, column {error.colno}.") from None
    except RecursionError:
        raise MalformedJson(f"The body is nested more than {MAX_DEPTH} levels deep.") from None
    except ValueError:
        # Python refuses to read whole numbers of more than some thousand digits.
        raise MalformedJson("The body contains a number with too many digits.") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise MalformedJson("The body gives the same key twice in one object.")
    return fields


def _refuse_constant(name: str) -> NoReturn:
    raise MalformedJson(f"{name} is not a JSON number.")


def _is_deeper_than(most: int, value: object) -> bool:
    level = [value]
    for _ in range(most):
        level = [child for each in level for child in _children(each)]
        if not level:
            return False
    return True


def _children(value: object) -> list[object]:
    match value:
        case dict():
            return [child for child in value.values() if isinstance(child, dict | list)]
        case list():
            return [child for child in value if isinstance(child, dict | list)]
    return []
