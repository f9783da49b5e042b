"""How wordings are written, and that the lists are well written."""

import re
from types import ModuleType
from typing import Any

import pytest

from service.domain.articles import ArticleMode
from service.domain.judgement import Context
from service.moderation.detectors.spam import SpamDetector
from service.moderation.normalise import Text
from service.moderation.spam import addresses, contacts, hosts, templates, wordings
from service.moderation.spam.wordings import MAX_MATCHES, WordingError, Wordings, table

VOCABULARY = {"common": "my a", "classes": {"place": "channel|web site"}}
LISTS = ("spam_promotion", "spam_money", "spam_contact", "spam_praise")


def wordings_of(*forms: str) -> Wordings:
    row = {"what": "a test", "weight": 2, "forms": list(forms)}
    return Wordings(VOCABULARY, [{"code": "promotion", "wording": [row]}])


def places(form: str, body: str) -> list[str]:
    return [body[found.span.start : found.span.end] for found in wordings_of(form).find(Text(body))]


@pytest.mark.parametrize(
    "form, body, expected",
    [
        ("see it", "You see, it is so.", ["see, it"]),
        ("see it", "SEE\n\nIT", ["SEE\n\nIT"]),
        ("see it", "foresee it, see items", []),
        ("(see|hear) it", "hear it", ["hear it"]),
        ("(see|look at) it", "look at it", ["look at it"]),
        ("see my ({place})", "see my web site", ["see my web site"]),
        ("see my? channel", "see channel, see my channel", ["see channel", "see my channel"]),
        (
            "see ..2 channel",
            "see channel see a channel see a b channel",
            ["see channel", "see a channel", "see a b channel"],
        ),
        ("see ..2 channel", "see a b c channel", []),
        ("pay # now", "pay 5,000 now", ["pay 5,000 now"]),
        ("pay # now", "pay 10k now", ["pay 10k now"]),
        ("pay $ now", "pay $5,000 now", ["pay $5,000 now"]),
        ("pay $ now", "pay 20\u20ac now", ["pay 20\u20ac now"]),
        ("pay $ now", "pay 20 now", []),
        ("won !t", "you won a", ["won"]),
        ("won !t", "you won't", []),
        ("won !(t|it)", "you won it", []),
    ],
)
def test_a_form_says_which_words_in_which_order(form: str, body: str, expected: list[str]) -> None:
    assert places(form, body) == expected


@pytest.mark.parametrize(
    "form, complaint",
    [
        ("see + it", "means nothing"),
        ("see ({nothing})", "no class 'nothing'"),
        ("..3 #", "no part to know it by"),
        ("see?", "no part to know it by"),
    ],
)
def test_a_form_that_cannot_be_used_is_refused(form: str, complaint: str) -> None:
    with pytest.raises(WordingError, match=complaint):
        wordings_of(form)


def test_a_form_is_looked_for_in_so_many_places() -> None:
    assert len(places("see it", "see it " * 3 * MAX_MATCHES)) == MAX_MATCHES


@pytest.mark.parametrize("name", LISTS)
def test_every_form_of_the_lists_can_be_found(name: str) -> None:
    vocabulary = table("spam_vocabulary")
    listed = table(name)
    for row in listed["wording"]:
        for form in row["forms"]:
            only: dict[str, Any] = {"code": listed["code"], "wording": [{**row, "forms": [form]}]}
            sample = _sample(form, vocabulary["classes"])
            assert list(Wordings(vocabulary, [only]).find(Text(sample))), f"{form}: not in {sample!r}"


def _sample(form: str, classes: dict[str, str]) -> str:
    """The shortest text that has the form: the first choice of each part that must be there."""
    spelt = re.sub(r"\{(\w+)\}", lambda name: classes[name[1]], form)
    parts = re.findall(r"!?\([^)]*\)\??|\S+", spelt)
    chosen = [part.strip("()").split("|")[0] for part in parts if part[0] not in ".!" and part[-1] != "?"]
    return " ".join(chosen).replace("#", "12345").replace("$", "$99")


def test_no_form_is_listed_twice() -> None:
    forms = [form for name in LISTS for row in table(name)["wording"] for form in row["forms"]]
    assert sorted(set(forms)) == sorted(forms)


@pytest.mark.parametrize("module", [addresses, contacts, hosts, templates, wordings])
def test_every_repeat_in_an_expression_has_an_end(module: ModuleType) -> None:
    literals = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|\s#[^\n]*")
    for name, pattern in vars(module).items():
        if isinstance(pattern, re.Pattern):
            repeats = literals.sub("", pattern.pattern)
            assert not re.search(r"[*+]|\{\d+,\}", repeats), name


def test_nothing_is_read_before_the_first_text() -> None:
    detector = SpamDetector()
    before = set(vars(detector))
    detector.find(
        Text("a text"), Context(ArticleMode.AUTO, author_approved_count=0, author_same_text_count=0)
    )
    assert set(vars(detector)) - before == {"_finder"}
