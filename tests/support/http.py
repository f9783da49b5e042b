"""A client that speaks to the service as a magazine's front end or a browser does."""

import json
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any

TIMEOUT_SECONDS = 15.0


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)


class Browser:
    """One visitor: keeps the session cookie and sends the CSRF token with what changes something."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._cookie: str | None = None
        self._csrf_token: str | None = None

    def sign_in(self, name: str, password: str) -> None:
        answer = self.post("/auth/login", {"username": name, "password": password})
        assert answer.status == 200, answer.text
        self._cookie = answer.headers["set-cookie"].split(";")[0]
        self._csrf_token = answer.json["csrf_token"]

    def get(self, path: str) -> Answer:
        return self.request("GET", path)

    def post(self, path: str, body: object, **headers: str) -> Answer:
        return self.request("POST", path, body, headers)

    def request(
        self, method: str, path: str, body: object = None, headers: dict[str, str] | None = None
    ) -> Answer:
        """One request on a connection of its own. Raises OSError where the service does not answer."""
        sent = {"Connection": "close"} | (headers or {})
        if body is not None:
            sent["Content-Type"] = "application/json"
        if self._cookie:
            sent["Cookie"] = self._cookie
        if self._csrf_token:
            sent["X-CSRF-Token"] = self._csrf_token
        connection = HTTPConnection("127.0.0.1", self._port, timeout=TIMEOUT_SECONDS)
        try:
            connection.request(method, f"/api/v1{path}", json.dumps(body) if body is not None else None, sent)
            response = connection.getresponse()
            text = response.read().decode()
            return Answer(
                response.status, {name.lower(): value for name, value in response.getheaders()}, text
            )
        finally:
            connection.close()
