"""One kept-alive HTTP/1.1 connection of the load generator.

It does what a load generator needs and no more: one request at a time, no redirects, no compression.
"""

import socket
from typing import NamedTuple

_RECEIVE_BYTES = 256 * 1024
_BODILESS = frozenset({204, 304})


class BadResponse(Exception):
    """What came back is not one whole HTTP/1.1 response."""


class ConnectionLost(Exception):
    """The server closed the connection, or the network did, before the answer was complete."""


class Head(NamedTuple):
    """The first part of a response. The names of its fields are in lower case."""

    status: int
    fields: dict[bytes, bytes]

    @property
    def keep_alive(self) -> bool:
        return self.fields.get(b"connection", b"").lower() != b"close"

    @property
    def is_chunked(self) -> bool:
        return self.fields.get(b"transfer-encoding", b"").lower() == b"chunked"

    @property
    def length(self) -> int:
        """The length of a body that is not chunked. Raises BadResponse where nothing tells it."""
        if self.status in _BODILESS:
            return 0
        length = self.fields.get(b"content-length", b"")
        if not length.isdigit():
            raise BadResponse("neither a length nor chunks: the body could end anywhere")
        return int(length)


class Response(NamedTuple):
    head: Head
    body: bytes

    @property
    def status(self) -> int:
        return self.head.status


class ResponseReader:
    """Cuts what a connection receives into responses."""

    def __init__(self) -> None:
        self._received = bytearray()
        self._head: Head | None = None

    def feed(self, data: bytes) -> Response | None:
        """The response, once it is complete. Raises BadResponse."""
        self._received += data
        if self._head is None:
            self._head = self._take_head()
        if self._head is None:
            return None
        body = self._take_chunks() if self._head.is_chunked else self._take(self._head.length)
        if body is None:
            return None
        if self._received:
            raise BadResponse("more came than was asked for")
        head, self._head = self._head, None
        return Response(head, body)

    def _take_head(self) -> Head | None:
        while (end := self._received.find(b"\r\n\r\n")) >= 0:
            head = _parse_head(bytes(self._received[:end]))
            del self._received[: end + 4]
            if head.status >= 200:
                return head
            # An interim response, such as 103: the real one follows.
        return None

    def _take(self, length: int) -> bytes | None:
        if len(self._received) < length:
            return None
        body = bytes(self._received[:length])
        del self._received[:length]
        return body

    def _take_chunks(self) -> bytes | None:
        """The body, once its last chunk is here; read from its beginning each time more has come."""
        chunks: list[bytes] = []
        at = 0
        while (end := self._received.find(b"\r\n", at)) >= 0:
            size = _chunk_size(bytes(self._received[at:end]))
            start = end + 2
            if size == 0:
                return self._end_of_chunks(start, chunks)
            chunks.append(bytes(self._received[start : start + size]))
            at = start + size + 2
        return None

    def _end_of_chunks(self, at: int, chunks: list[bytes]) -> bytes | None:
        # Trailers, if any, and an empty line.
        while (end := self._received.find(b"\r\n", at)) >= 0:
            if end == at:
                del self._received[: end + 2]
                return b"".join(chunks)
            at = end + 2
        return None


def _parse_head(head: bytes) -> Head:
    status_line, *lines = head.split(b"\r\n")
    if not status_line.startswith(b"HTTP/1.1 ") or not status_line[9:12].isdigit():
        raise BadResponse(f"not a status line of HTTP/1.1: {status_line[:40]!r}")
    fields = {name.lower(): value.strip() for name, _, value in (line.partition(b":") for line in lines)}
    return Head(int(status_line[9:12]), fields)


def _chunk_size(line: bytes) -> int:
    try:
        return int(line.partition(b";")[0], 16)
    except ValueError:
        raise BadResponse(f"not the size of a chunk: {line[:40]!r}") from None


class Connection:
    """A connection that is opened anew whenever the server has closed it. `started_at` is for its user: the
    moment from which the answer under way is timed.
    """

    def __init__(self, host: str, port: int, timeout_seconds: float) -> None:
        self._address = (host, port)
        self._timeout_seconds = timeout_seconds
        self.started_at = 0.0
        self.open()

    def open(self) -> None:
        """Connect. Raises OSError."""
        self._reader = ResponseReader()
        self._socket = socket.create_connection(self._address, self._timeout_seconds)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def close(self) -> None:
        self._socket.close()

    def fileno(self) -> int:
        return self._socket.fileno()

    def send(self, request: bytes) -> None:
        """Raises ConnectionLost."""
        try:
            self._socket.sendall(request)
        except OSError as error:
            raise ConnectionLost from error

    def receive(self) -> Response | None:
        """What has come so far, if it is a whole response. Waits where nothing has come yet.

        Raises ConnectionLost, BadResponse.
        """
        try:
            data = self._socket.recv(_RECEIVE_BYTES)
        except OSError as error:
            raise ConnectionLost from error
        if not data:
            raise ConnectionLost
        return self._reader.feed(data)

    def ask(self, request: bytes) -> Response:
        """Send the request and wait for its answer. Raises ConnectionLost, BadResponse."""
        self.send(request)
        while (response := self.receive()) is None:
            pass
        return response
