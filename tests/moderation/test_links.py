"""What counts as a link, and what only looks like one."""

import re

import pytest

from service.domain.judgement import Context
from service.moderation.detectors.links import LINK, LinkDetector
from service.moderation.normalise import Text


def links(body: str, context: Context) -> list[str]:
    signals = LinkDetector(max_links=100).find(Text(body), context)
    return [body[span.start : span.end] for signal in signals for span in signal.spans]


@pytest.mark.parametrize(
    "body, expected",
    [
        ("see http://example.org/a?b=c#d", ["http://example.org/a?b=c#d"]),
        ("HTTPS://EXAMPLE.ORG", ["HTTPS://EXAMPLE.ORG"]),
        ("http://localhost:8000 and http://[::1]/x", ["http://localhost:8000", "http://[::1]/x"]),
        ("(https://example.org/x).", ["https://example.org/x"]),
        ('"https://example.org"<https://example.net>', ["https://example.org", "https://example.net"]),
        ("www.example.museum!", ["www.example.museum"]),
        ("example.com, example.co.uk. example.org", ["example.com", "example.co.uk", "example.org"]),
        ("sub.example.de:8080/x", ["sub.example.de:8080/x"]),
        ("example.com?ref=1", ["example.com?ref=1"]),
        ("go to t.me/channel or example.io/page", ["t.me/channel", "example.io/page"]),
        (
            "\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444",
            ["\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444"],
        ),
        ("line\nexample.com\nline", ["example.com"]),
    ],
)
def test_an_address_is_a_link(known_author: Context, body: str, expected: list[str]) -> None:
    assert links(body, known_author) == expected


@pytest.mark.parametrize(
    "body",
    [
        "",
        "No link here.",
        "node.js, main.rs, README.md, config.toml and script.py",
        "That was the end.It was good.So there.",
        "e.g. this, i.e. that, 1.5 or 3.14/2.0, and/or",
        "src/main.rs/x and ../a.b",
        "ann@example.com or first.last@mail.example.org",
        "com.example.app",
        "http:// and https://. and www.",
        "example.comic",
    ],
)
def test_what_only_looks_like_an_address_is_none(known_author: Context, body: str) -> None:
    assert links(body, known_author) == []


@pytest.mark.parametrize(
    "count, codes",
    [(0, []), (1, ["link"]), (2, ["link"]), (3, ["link", "link_flood"]), (9, ["link", "link_flood"])],
)
def test_more_links_than_allowed_are_a_flood(known_author: Context, count: int, codes: list[str]) -> None:
    body = " and ".join(f"example{number}.com" for number in range(count))
    signals = LinkDetector(max_links=2).find(Text(body), known_author)
    assert [signal.code for signal in signals] == codes
    assert all(len(signal.spans) == count for signal in signals)


def test_the_same_address_twice_counts_twice(known_author: Context) -> None:
    signals = LinkDetector(max_links=1).find(Text("example.com example.com"), known_author)
    assert [signal.code for signal in signals] == ["link", "link_flood"]
    assert signals[1].detail == "2 links, 1 allowed"


def test_every_repeat_in_the_pattern_has_an_end() -> None:
    literals = re.compile(r"\\.|\[(?:\\.|[^\]])*\]")
    repeats = literals.sub("", LINK.pattern)
    assert not re.search(r"[*+]|\{\d+,\}", repeats)
