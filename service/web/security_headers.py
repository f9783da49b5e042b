"""Headers that every answer carries, so that a browser does no more with it than is meant."""

from flask import Response

_JSON_POLICY = "default-src 'none'; frame-ancestors 'none'"
_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def add_security_headers(response: Response) -> Response:
    """Pages may load what this server itself serves; anything else may load nothing at all.

    What does not say how it may be cached is not cached: a personal answer is never kept by accident.
    """
    headers = response.headers
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
    headers["Content-Security-Policy"] = _PAGE_POLICY if response.mimetype == "text/html" else _JSON_POLICY
    headers.setdefault("Cache-Control", "no-store")
    return response
