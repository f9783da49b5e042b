"""What counts as a link, what only looks like one, and what is odd about some."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.articles import ArticleMode
from service.domain.judgement import Context, Signal
from service.moderation.detectors.links import LinkDetector
from service.moderation.normalise import Text
from service.moderation.spam.addresses import MAX_ADDRESSES, AddressFinder
from service.moderation.spam.wordings import table
from tests.moderation.texts import HOSTILE, MAX_CHARACTERS, hostile, steps_during

MOST_STEPS_FOR_A_CHARACTER = 12
HOSTILE_TO_LINKS = {
    **HOSTILE,
    "spelt dots": "a dot ",
    "dots in brackets": "a[.]",
    "four numbers": "9.9.9.9/",
    "www": "www.",
    "boards": "[url=http://a.com]",
    "users": "http://a@",
}


@pytest.fixture(scope="module")
def detector() -> LinkDetector:
    return LinkDetector(own_domains=["magazine.example"])


def found(signals: Sequence[Signal]) -> dict[str, Signal]:
    return {signal.code: signal for signal in signals}


def links(detector: LinkDetector, body: str, context: Context) -> list[str]:
    link = found(detector.find(Text(body), context)).get("link")
    return [body[span.start : span.end] for span in link.spans] if link else []


@pytest.mark.parametrize(
    "body, expected",
    [
        ("see http://example.org/a?b=c#d", ["http://example.org/a?b=c#d"]),
        ("HTTPS://EXAMPLE.ORG", ["HTTPS://EXAMPLE.ORG"]),
        ("ftp://example.org/x", ["ftp://example.org/x"]),
        ("http://example.org:8000/x", ["http://example.org:8000/x"]),
        ("http://ann:secret@example.org/x", ["http://ann:secret@example.org/x"]),
        ("http://8.8.8.8/x", ["http://8.8.8.8/x"]),
        ("http://[2606:4700::1]/x", ["http://[2606:4700::1]/x"]),
        ("(https://example.org/x).", ["https://example.org/x"]),
        ("https://example.org/Foo_(bar)", ["https://example.org/Foo_(bar)"]),
        ('"https://example.org"<https://example.net>', ["https://example.org", "https://example.net"]),
        ('<a href="https://example.org/x">x</a>', ["https://example.org/x"]),
        ("[url=https://example.org]x[/url]", ["https://example.org"]),
        ("see [this](https://example.org/x).", ["https://example.org/x"]),
        ("www.example.museum!", ["www.example.museum"]),
        ("example.com, example.co.uk. example.org", ["example.com", "example.co.uk", "example.org"]),
        ("sub.example.de:8080/x", ["sub.example.de:8080/x"]),
        ("example.com?ref=1", ["example.com?ref=1"]),
        ("go to t.me/channel or example.io/page", ["t.me/channel", "example.io/page"]),
        ("wa.me/15551234567 discord.gg/abc", ["wa.me/15551234567", "discord.gg/abc"]),
        (
            "\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444",
            ["\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444"],
        ),
        ("m\u00fcller.de", ["m\u00fcller.de"]),
        ("line\nexample.com\nline", ["example.com"]),
        ("example\u3002com", ["example\u3002com"]),
        ("hxxp://example.org/x", ["hxxp://example.org/x"]),
        ("hxxps[:]//example[.]site/x", ["example[.]site/x"]),
        ("example dot com", ["example dot com"]),
        ("example [.] com", ["example [.] com"]),
        ("example(dot)org", ["example(dot)org"]),
        ("exampleshop . com", ["exampleshop . com"]),
        ("ww exampleshop com", ["ww exampleshop com"]),
        ("exam\u200bple.com", ["exam\u200bple.com"]),
    ],
)
def test_an_address_is_a_link(
    detector: LinkDetector, known_author: Context, body: str, expected: list[str]
) -> None:
    assert links(detector, body, known_author) == expected


@pytest.mark.parametrize(
    "body",
    [
        "",
        "No link here.",
        "node.js, main.rs, README.md, config.toml and script.py",
        "ASP.NET, Vue.js, socket.io and System.Net",
        "That was the end.It was good.So there.",
        "I read it.Online it is better.",
        "e.g. this, i.e. that, 1.5 or 3.14/2.0, and/or",
        "src/main.rs/x and ../a.b",
        "main.rs/lib.rs",
        "ann@example.com or first.last@mail.example.org",
        "com.example.app",
        "http:// and https://. and www.",
        "example.comic",
        "os.path and self.name",
        "http://localhost:8000, http://192.168.1.1/admin and http://[::1]/x",
        "the dot com bubble",
        "I saw it. Commerce is different.",
    ],
)
def test_what_only_looks_like_an_address_is_none(
    detector: LinkDetector, known_author: Context, body: str
) -> None:
    assert detector.find(Text(body), known_author) == ()


@pytest.mark.parametrize(
    "body, count",
    [
        ("example.com", 1),
        ("example.com and EXAMPLE.com/ and https://www.example.com", 1),
        ("example.com/a and example.com/b", 2),
        (" ".join(f"example{number}.com" for number in range(9)), 9),
    ],
)
def test_the_count_is_that_of_different_addresses(
    detector: LinkDetector, known_author: Context, body: str, count: int
) -> None:
    assert found(detector.find(Text(body), known_author))["link"].count == count


@pytest.mark.parametrize(
    "body, expected",
    [
        ("https://magazine.example/article", []),
        ("https://WWW.Magazine.example and blog.magazine.example/x", []),
        ("https://notmagazine.example/x", ["https://notmagazine.example/x"]),
        ("https://magazine.example.com/x", ["https://magazine.example.com/x"]),
    ],
)
def test_the_magazines_own_domains_are_no_links(
    detector: LinkDetector, known_author: Context, body: str, expected: list[str]
) -> None:
    assert links(detector, body, known_author) == expected


@pytest.mark.parametrize(
    "body",
    [
        "The relevant paper is at https://arxiv.org/abs/1706.03762 and it is short.",
        "The docs at docs.python.org say so, and github.com/python/issues/1 was closed last year, I think.",
        "The same story was on https://www.bbc.co.uk/news/technology-1 yesterday morning, I think.",
        "My notes from the talk are at https://ann.example.dev/notes if anybody wants them.",
    ],
)
def test_a_comment_that_cites_something_has_a_link_and_nothing_else(
    detector: LinkDetector, known_author: Context, body: str
) -> None:
    signals = detector.find(Text(body), known_author)
    assert [(signal.code, signal.severity) for signal in signals] == [("link", 1)]


@pytest.mark.parametrize(
    "body, severity",
    [
        ("https://example-shop.biz/a-page-about-it", 2),
        ("Look: https://example-shop.biz/a-page-about-it", 2),
        ("https://arxiv.org/abs/1706.03762", 1),
        ("My own page about it: https://example-shop.biz/a-page-about-it", 1),
        ("It is all explained in many more words than here on example.biz", 0),
    ],
)
def test_the_share_of_addresses_in_the_text_is_the_score(
    detector: LinkDetector, known_author: Context, body: str, severity: int
) -> None:
    share = found(detector.find(Text(body), known_author)).get("link_share")
    assert (share.severity if share else 0) == severity
    assert share is None or 0.5 <= share.score <= 1


@pytest.mark.parametrize(
    "body, hides",
    [
        ("https://bit.ly/2abcDEF", True),
        ("tinyurl.com/free4you", True),
        ("https://www.google.com/url?q=https://example.org", True),
        ("bit.ly is a service", False),
        ("https://youtu.be/8pTEmbeENF4", False),
        ("https://www.google.com/search?q=x", False),
    ],
)
def test_an_address_that_hides_where_it_leads_is_named(
    detector: LinkDetector, known_author: Context, body: str, hides: bool
) -> None:
    assert ("shortened_link" in found(detector.find(Text(body), known_author))) is hides


@pytest.mark.parametrize(
    "host, how",
    [
        ("paypa1.com", "looks like paypal"),
        ("rnicrosoft.com", "looks like microsoft"),
        ("g00gle.com", "looks like google"),
        ("login-netfl1x.com", "looks like netflix"),
        ("paypal-secure.com", "is not paypal"),
        ("dhl-parcel.example.biz", "is not dhl"),
        ("\u0440\u0430ypal.com", "has letters of another script"),
        ("\u0430\u0440\u0440\u04cf\u0435.com", "has letters of another script"),
        ("xn--pypal-4ve.com", "has letters of another script"),
        ("google.com@example.biz", "hides the host behind another name"),
    ],
)
def test_an_address_that_imitates_another_is_named(
    detector: LinkDetector, known_author: Context, host: str, how: str
) -> None:
    body = f"https://{host}/login"
    lookalike = found(detector.find(Text(body), known_author))["lookalike_link"]
    assert lookalike.detail.endswith(how)
    assert [body[span.start : span.end] for span in lookalike.spans] == [body]


@pytest.mark.parametrize(
    "host",
    [
        "paypal.com",
        "secure.paypal.com",
        "login.microsoft.com",
        "m\u00fcller.de",
        "xn--mller-kva.de",
        "\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444",
        "\u65e5\u672c\u8a9e.jp",
        "xn--\u00ff.com",
        "amazon.co.uk",
        "zoom.us",
    ],
)
def test_an_address_that_is_what_it_seems_imitates_none(
    detector: LinkDetector, known_author: Context, host: str
) -> None:
    assert "lookalike_link" not in found(detector.find(Text(f"https://{host}/login"), known_author))


@pytest.mark.parametrize("kind", HOSTILE_TO_LINKS)
def test_a_hostile_text_takes_a_few_steps_a_character(
    detector: LinkDetector, known_author: Context, kind: str
) -> None:
    text = Text(hostile(HOSTILE_TO_LINKS[kind]))
    assert text.folded is not None
    assert len(text.words) <= MAX_CHARACTERS
    steps = steps_during(lambda: detector.find(text, known_author))
    assert steps < MOST_STEPS_FOR_A_CHARACTER * MAX_CHARACTERS


def test_a_text_of_addresses_is_read_for_so_many() -> None:
    finder = AddressFinder(table("spam_addresses"))
    written = " ".join(f"a{number}.com" for number in range(2 * MAX_ADDRESSES))
    disguised = " ".join(f"abc{number} dot com," for number in range(2 * MAX_ADDRESSES))
    assert len(finder.find(Text(written))) == MAX_ADDRESSES
    assert len(finder.find(Text(disguised))) == MAX_ADDRESSES
    assert len(finder.find(Text(f"{written} {disguised}"))) == MAX_ADDRESSES


@given(
    st.text(
        st.one_of(st.characters(), st.sampled_from("aZ.:/@-[](){}# 1\u3002\u0440\u200b\u0130\ufb01")),
        max_size=200,
    )
)
def test_any_text_can_be_read_and_every_span_lies_inside_it(body: str) -> None:
    context = Context(ArticleMode.AUTO, author_approved_count=0, author_same_text_count=0)
    for signal in LinkDetector().find(Text(body), context):
        assert all(0 <= span.start < span.end <= len(body) for span in signal.spans)
