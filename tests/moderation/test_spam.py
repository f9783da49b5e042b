"""What speaks for spam, and how it is weighed together."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.articles import ArticleMode
from service.domain.judgement import Context, Signal
from service.moderation.detectors.links import LinkDetector
from service.moderation.detectors.spam import SpamDetector
from service.moderation.normalise import Text
from tests.moderation.texts import HOSTILE, MAX_CHARACTERS, hostile, steps_during

MOST_STEPS_FOR_A_CHARACTER = 30
FOR_A_MODERATOR = 2
CONTEXT = Context(ArticleMode.AUTO, author_approved_count=0, author_same_text_count=0)
HOSTILE_TO_SPAM = {
    **HOSTILE,
    "subscribe": "subscribe to my channel ",
    "pleading": "please please ",
    "amounts": "earn $1 a day ",
    "digits": "1 ",
    "telephone numbers": "+1 555 123 4567 ",
    "mail": "a@a.com ",
    "spelt mail": "a at a dot com ",
    "spintax": "{a|b",
    "placeholders": "{name}",
    "hashtags": "#ab ",
    "flags": "\U0001f1e6\U0001f1e7",
    "pointing": "\U0001f449",
    "addresses": "http://a.top ",
}


@pytest.fixture(scope="module")
def detector() -> SpamDetector:
    return SpamDetector()


def severities(signals: Sequence[Signal]) -> dict[str, int]:
    return {str(signal.code): signal.severity for signal in signals}


def flagged(detector: SpamDetector, body: str) -> bool:
    text = Text(body)
    signals = (*detector.find(text, CONTEXT), *_LINKS.find(text, CONTEXT))
    return any(signal.severity >= FOR_A_MODERATOR for signal in signals)


def lines(name: str) -> Mapping[str, Sequence[str]]:
    return tomllib.loads((Path(__file__).parent / "data" / f"{name}.toml").read_text("utf-8"))


@pytest.mark.parametrize(
    "body, expected",
    [
        ("Check out my channel", {"promotion": 2}),
        ("Please subscribe to us!", {"promotion": 2}),
        ("Follow me on Instagram, I follow back", {"promotion": 2}),
        ("We offer affordable web design services", {"promotion": 2}),
        ("Cheap essays and dissertation help", {"promotion": 2}),
        ("Congratulations, you have been selected to claim a gift card", {"money": 2}),
        ("Earn $350 a day from home", {"money": 2}),
        ("Double your bitcoin", {"money": 2}),
        ("text me on telegram", {"contact": 2}),
        ("write to ann@example.biz", {"contact": 2}),
        ("{Great|Nice} {post|article}", {"template": 3}),
        ("#one #two #three #four #five #six", {"template": 2}),
        ("I came across your blog today", {"template": 2}),
    ],
)
def test_each_kind_of_spam_has_its_signal(
    detector: SpamDetector, body: str, expected: dict[str, int]
) -> None:
    found = severities(detector.find(Text(body), CONTEXT))
    assert {code: found.get(code) for code in expected} == expected


def test_a_finding_says_what_was_found_and_where(detector: SpamDetector) -> None:
    body = "So: check  out\nmy channel, or mail ann@example.biz"
    signals = {signal.code: signal for signal in detector.find(Text(body), CONTEXT)}
    promotion, contact = signals["promotion"], signals["contact"]
    assert body[promotion.spans[0].start : promotion.spans[0].end] == "check  out\nmy channel"
    assert "shows its own channel or site" in promotion.detail
    assert [body[span.start : span.end] for span in contact.spans] == ["ann@example.biz"]
    assert contact.detail == "e-mail address"
    assert promotion.exact
    assert 0 < promotion.score < 1


@pytest.mark.parametrize(
    "typed, word",
    [
        ("S u b s c r i b e", "subscribe"),
        ("C1alis", "cialis"),
        ("T.E.L.E.G.R.A.M", "telegram"),
        ("\u0421\u0410S\u0406N\u041e", "casino"),
    ],
)
def test_a_disguise_is_seen_through_and_told(detector: SpamDetector, typed: str, word: str) -> None:
    body = f"now {typed} today"
    (signal,) = detector.find(Text(body), CONTEXT)
    assert not signal.exact
    assert word in signal.folded
    assert [body[span.start : span.end] for span in signal.spans] == [typed]


@pytest.mark.parametrize(
    "body, severity",
    [
        ("A bonus is paid in March.", 1),
        ("A bonus is paid in March: https://arxiv.org/abs/1", 1),
        ("Legit, and no risk! https://example.biz", 2),
        ("Check out https://ann.example.dev/notes for the other side of that argument.", 1),
        (
            "A bonus and a guaranteed profit, earn $500 weekly, text me on telegram, subscribe to my channel",
            3,
        ),
    ],
)
def test_weak_clues_say_something_only_together(detector: SpamDetector, body: str, severity: int) -> None:
    assert max(severities(detector.find(Text(body), CONTEXT)).values()) == severity


def test_a_link_to_the_magazine_itself_speaks_for_nothing() -> None:
    body = "Legit, I think: https://magazine.example/article"
    elsewhere, own = SpamDetector(), SpamDetector(["magazine.example"])
    assert severities(elsewhere.find(Text(body), CONTEXT)) == {"money": 2}
    assert severities(own.find(Text(body), CONTEXT)) == {"money": 1}


def test_the_same_words_count_once(detector: SpamDetector) -> None:
    # A discount is one weak clue, a discount code another: here they are the same word.
    assert set(severities(detector.find(Text("They offered a discount code."), CONTEXT)).values()) == {1}


def test_a_long_text_needs_more_weak_clues(detector: SpamDetector) -> None:
    short = "An affordable one, and legit."
    long = f"{short} {'The rest of it is about something else. ' * 40}"
    assert severities(detector.find(Text(short), CONTEXT)) == {"promotion": 2, "money": 2}
    assert set(severities(detector.find(Text(long), CONTEXT)).values()) == {1}


@pytest.mark.parametrize(
    "body",
    [
        "",
        "Bitcoin fell 5 % today",
        "I paid $20 for the subscription",
        "the startup raised $40 million",
        "subscribe to the RSS feed?",
        "their newsletter is free",
        "I won't follow you there",
        "call the function 0x7fff5fbff8c0",
        "WhatsApp's new encryption",
        "see my answer above",
        "the free tier gives 500 calls a day",
        "Between 2010-01-01 and 2020-12-31 prices fell by 85 %.",
        "My channel strip and my video card are fine.",
        "You won the argument, you won't win the next.",
        "f'{name}' and '%s' % name",
        "Great article, the part about the scheduler above all.",
    ],
)
def test_speaking_of_money_and_spam_is_none(detector: SpamDetector, body: str) -> None:
    assert not flagged(detector, body)


def test_a_wording_in_quotation_marks_weighs_less(detector: SpamDetector) -> None:
    said, quoted = "claim your prize", 'Who still clicks on "claim your prize"?'
    assert flagged(detector, said)
    assert not flagged(detector, quoted)


def test_the_lists_catch_the_lines_that_they_were_made_for(detector: SpamDetector) -> None:
    known = lines("spam_lines")
    assert sum(flagged(detector, line) for line in known["spam"]) >= 0.95 * len(known["spam"])
    assert sum(flagged(detector, line) for line in known["clean"]) <= 0.03 * len(known["clean"])


def test_the_lists_catch_lines_that_nobody_had_in_view(detector: SpamDetector) -> None:
    # The clean lines are about spam, money and telephones: ordinary comments are flagged far less often.
    aside = lines("spam_lines_aside")
    assert sum(flagged(detector, line) for line in aside["spam"]) >= 0.93 * len(aside["spam"])
    assert sum(flagged(detector, line) for line in aside["clean"]) <= 0.08 * len(aside["clean"])


@pytest.mark.parametrize("kind", HOSTILE_TO_SPAM)
def test_a_hostile_text_takes_a_few_steps_a_character(detector: SpamDetector, kind: str) -> None:
    text = Text(hostile(HOSTILE_TO_SPAM[kind]))
    forms = (text.folded, text.words, text.disguises, text.reported)
    assert len(forms) == 4
    detector.find(text, CONTEXT)  # makes the expressions that this text asks for
    steps = steps_during(lambda: detector.find(text, CONTEXT))
    assert steps < MOST_STEPS_FOR_A_CHARACTER * MAX_CHARACTERS


_WORDS = st.sampled_from(
    (
        *(
            "subscribe",
            "to",
            "my",
            "channel",
            "earn",
            "$5",
            "a",
            "day",
            "+1",
            "555",
            "123",
            "4567",
            "a@b.com",
        ),
        *("dot", "at", "com", "{", "|", "}", "#tag", "\U0001f449", "\u200b", "http://", "[url="),
    )
)


@given(st.one_of(st.text(max_size=200), st.lists(_WORDS, max_size=40).map(" ".join)))
def test_any_text_can_be_read_and_every_span_lies_inside_it(body: str) -> None:
    for signal in _SHARED.find(Text(body), CONTEXT):
        assert all(0 <= span.start < span.end <= len(body) for span in signal.spans)
        assert 1 <= signal.severity <= 4


_SHARED = SpamDetector()
_LINKS = LinkDetector()
