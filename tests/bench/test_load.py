"""The load generator, against a small server that sends prepared bytes in the pieces that it is told."""

import itertools
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

from bench.connection import BadResponse, Connection, ConnectionLost
from bench.figures import figures_of, percentile
from bench.load import AsFastAsAnswered, Paced, Round, Target, run_load

REQUEST = b"GET / HTTP/1.1\r\nHost: here\r\n\r\n"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
UNCHANGED = b'HTTP/1.1 304 Not Modified\r\nETag: "x"\r\nContent-Length: 812\r\n\r\n'

Answer = Sequence[bytes]
"""One answer in the pieces in which it is sent; none closes the connection instead."""


@contextmanager
def server(answers: Iterator[Answer]) -> Iterator[Target]:
    """Answers each request with the next answer, on whichever connection it comes."""
    lock = threading.Lock()

    def serve(connection: socket.socket) -> None:
        with connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while connection.recv(65536):
                with lock:
                    pieces = next(answers, ())
                for piece in pieces:
                    connection.sendall(piece)
                if not pieces:
                    return

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return  # the test is over
            threading.Thread(target=serve, args=(connection,), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=accept, daemon=True).start()
        yield Target(*listener.getsockname())
        listener.shutdown(socket.SHUT_RDWR)


@contextmanager
def connected(*answers: Answer) -> Iterator[Connection]:
    with server(iter(answers)) as target:
        connection = Connection(*target, timeout_seconds=5)
        try:
            yield connection
        finally:
            connection.close()


@pytest.mark.parametrize(
    "pieces, status, body",
    [
        ([OK], 200, b"hi"),
        ([OK[:20], OK[20:-1], OK[-1:]], 200, b"hi"),
        ([b"HTTP/1.1 200 OK\r\nCONTENT-LENGTH:2\r\n\r\nhi"], 200, b"hi"),
        ([b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"], 200, b""),
        (
            [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nh\r\n", b"1;x=y\r\ni\r\n0\r\n\r\n"],
            200,
            b"hi",
        ),
        (
            [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r", b"\nhi\r\n0\r\nT: x\r", b"\n\r\n"],
            200,
            b"hi",
        ),
        ([UNCHANGED], 304, b""),
        ([b"HTTP/1.1 204 No Content\r\n\r\n"], 204, b""),
        ([b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n", OK], 200, b"hi"),
    ],
    ids=[
        "whole",
        "in pieces",
        "odd spelling",
        "empty",
        "chunked",
        "chunked with a trailer",
        "304",
        "204",
        "interim",
    ],
)
def test_a_response_is_read_whole_however_it_arrives(pieces: Answer, status: int, body: bytes) -> None:
    with connected(pieces) as connection:
        response = connection.ask(REQUEST)

    assert (response.status, response.body) == (status, body)


def test_one_connection_serves_request_after_request() -> None:
    with connected([OK], [UNCHANGED], [OK[:-1], OK[-1:]]) as connection:
        statuses = [connection.ask(REQUEST).status for _ in range(3)]

    assert statuses == [200, 304, 200]


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n\r\nhow long?",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nhi\r\n",
        OK + b"and more",
    ],
    ids=["an old version", "no length", "no size of a chunk", "more than asked for"],
)
def test_what_is_not_one_response_is_refused(answer: bytes) -> None:
    with connected([answer]) as connection, pytest.raises(BadResponse):
        connection.ask(REQUEST)


def test_a_connection_that_closes_in_the_middle_of_an_answer_is_lost() -> None:
    with connected([OK[:-1]], []) as connection:
        connection.send(REQUEST)
        assert connection.receive() is None
        connection.send(REQUEST)
        with pytest.raises(ConnectionLost):
            connection.receive()


def test_a_round_times_the_expected_answers_and_counts_all_others_as_errors() -> None:
    def answers() -> Iterator[Answer]:
        yield [b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"]
        yield [b"no HTTP at all\r\n\r\n"]
        yield []
        yield from itertools.repeat([OK])

    with server(answers()) as target:
        result = run_load(target, 2, itertools.repeat(REQUEST), Paced(100, 0.2), expected_status=200)

    assert result.errors == {"503": 1, "bad response": 1, "connection lost": 1}
    assert len(result.latencies) == 17


def test_a_connection_that_the_server_wants_to_close_is_opened_anew_without_an_error() -> None:
    last = [b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"]

    with server(itertools.cycle([last, [OK]])) as target:
        result = run_load(target, 1, itertools.repeat(REQUEST), Paced(100, 0.1), expected_status=200)

    assert (len(result.latencies), result.errors) == (10, {})


def test_as_fast_as_answered_keeps_every_connection_busy_until_the_end() -> None:
    with server(itertools.repeat([OK])) as target:
        result = run_load(target, 3, itertools.repeat(REQUEST), AsFastAsAnswered(0.2), expected_status=200)

    assert not result.errors
    assert 0 <= len(result.latencies) - result.answered_in_time <= 3
    assert sum(result.latencies) > 0.5 * 3 * 0.2


def test_a_paced_request_that_waits_for_a_free_connection_counts_its_wait() -> None:
    """Else a server that stalls would look better the longer it stalls."""
    stall = threading.Event()  # nobody sets it

    def answers() -> Iterator[Answer]:
        stall.wait(0.3)
        yield from itertools.repeat([OK])

    with server(answers()) as target:
        result = run_load(target, 1, itertools.repeat(REQUEST), Paced(50, 0.2), expected_status=200)

    assert len(result.latencies) == 10
    assert min(result.latencies) > 0.1


@pytest.mark.parametrize(
    "values, percent, expected",
    [
        ([7], 50, 7),
        ([7], 99, 7),
        ([3, 1, 2], 50, 2),
        ([4, 3, 2, 1], 50, 2),
        (range(1, 101), 99, 99),
        (range(1, 102), 99, 100),
        (range(1, 101), 100, 100),
        (range(1, 101), 0, 1),
    ],
)
def test_a_percentile_is_the_nearest_rank(values: Sequence[float], percent: float, expected: float) -> None:
    assert percentile(values, percent) == expected


def test_figures_are_medians_of_the_rounds_but_no_error_and_no_long_wait_is_left_out() -> None:
    rounds = [
        Round(seconds=2, answered_in_time=number * 100, latencies=[number, 9 - number])
        for number in (1, 2, 4)
    ]
    rounds[0].errors["503"] = 2
    rounds[2].errors["429"] = 1

    figures = figures_of("work", 16, rounds)

    assert (figures.per_second, figures.p50, figures.p99, figures.longest) == (100, 2, 7, 8)
    assert figures.errors == {"503": 2, "429": 1}
