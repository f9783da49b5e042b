"""A signed-in reader, as the HTTP requests that this reader's browser sends."""

import itertools
import json
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bench.connection import Connection, Response
from bench.load import Target


class Refused(Exception):
    """The service did not answer as it should before anything was measured."""


def request(target: Target, method: str, path: str, fields: Iterable[str] = (), body: bytes = b"") -> bytes:
    """The bytes of one request to the API."""
    lines = [
        f"{method} /api/v1{path} HTTP/1.1",
        f"Host: {target.host}:{target.port}",
        "Accept: application/json",
    ]
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, *fields, "", ""]).encode() + body


def ask(connection: Connection, wanted: bytes, expected_status: int) -> Response:
    """The answer. Raises Refused where its status is another one."""
    response = connection.ask(wanted)
    if response.status != expected_status:
        line = wanted.partition(b"\r\n")[0].decode()
        raise Refused(f"{line} was answered with {response.status}: {response.body[:300].decode()}")
    return response


@dataclass(frozen=True, slots=True)
class Reader:
    """Holds the session cookie and the CSRF token that signing in gave."""

    target: Target
    cookie: str
    csrf_token: str

    def post(self, article: str, text: str) -> bytes:
        """The request that posts a comment: with an idempotency key, as a careful front end sends it."""
        fields = (
            f"Cookie: {self.cookie}",
            f"X-CSRF-Token: {self.csrf_token}",
            f"Idempotency-Key: {uuid.uuid4()}",
        )
        body = json.dumps({"body": text}).encode()
        return request(self.target, "POST", f"/articles/{article}/comments", fields, body)


def sign_in(target: Target, connection: Connection, name: str, password: str) -> Reader:
    """Raises Refused."""
    body = json.dumps({"username": name, "password": password}).encode()
    response = ask(connection, request(target, "POST", "/auth/login", body=body), 200)
    cookie = response.head.fields[b"set-cookie"].partition(b";")[0].decode()
    return Reader(target, cookie, json.loads(response.body)["csrf_token"])


def posts(readers: Iterable[Reader], article: str, texts: Iterator[str]) -> Iterator[bytes]:
    """The readers post in turn, each text once."""
    for reader, text in zip(itertools.cycle(readers), texts, strict=False):
        yield reader.post(article, text)
