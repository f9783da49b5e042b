"""What generators of comments leave behind."""

import pytest

from service.moderation.normalise import Text
from service.moderation.spam.templates import leftovers


@pytest.mark.parametrize(
    "body, what, weight",
    [
        ("a {great|nice} one", "words to choose from", 1),
        ("{Great|Nice} {post|article}!", "words to choose from", 3),
        ("Hello {name}, welcome", "unfilled placeholder", 2),
        ("read more at [URL]", "unfilled placeholder", 2),
        ("Check %link% for more", "unfilled placeholder", 2),
        ("{{first_name}}, you must see this", "unfilled placeholder", 2),
        ("[url=http://example.biz]cheap[/url]", "links in the mark-up of boards", 2),
        ("<a href='http://a.biz'>a</a> <a href='http://b.biz'>b</a>", "links in HTML", 2),
        ("<a href='http://a.biz'>a</a>", "links in HTML", 1),
        ("#one #two #three #four #five #six #seven", "7 hashtags", 2),
        (
            "nike shoes, nike shoes outlet, buy nike shoes, nike shoes sale",
            "the keyword 'shoes' over and over",
            2,
        ),
        ("\U0001f449\U0001f449 here \U0001f448\U0001f448", "signs that point and glitter", 1),
        ("\U0001f1fa\U0001f1f8\U0001f1ec\U0001f1e7\U0001f1e9\U0001f1ea\U0001f1eb\U0001f1f7", "4 flags", 1),
    ],
)
def test_leftovers_of_a_template_are_found(body: str, what: str, weight: int) -> None:
    assert [(clue.what, clue.weight) for clue in leftovers(Text(body), has_link=False)] == [(what, weight)]


def test_signs_that_point_weigh_more_beside_a_link() -> None:
    text = Text("\U0001f449\U0001f449\U0001f449 example.biz \U0001f448")
    assert [clue.weight for clue in leftovers(text, has_link=True)] == [2]


@pytest.mark.parametrize(
    "body",
    [
        "",
        'print("%s" % name) and printf("%d\\n", x)',
        "items[0], dict[key] and {1, 2, 3}",
        "#3 on the list, issue #1234, C#",
        "#fff #000 #f5fffa #abcdef #123456 #ccc #ddd",
        "The cache is fast. The cache is small. The cache is full. A cache is a cache.",
        "100% agree \U0001f44d",
        "{{merge|page}} and {{name|value}} are mark-up",
        "\U0001f1e9\U0001f1ea and \U0001f1eb\U0001f1f7 disagree",
    ],
)
def test_what_people_write_is_no_template(body: str) -> None:
    assert list(leftovers(Text(body), has_link=False)) == []


def test_a_placeholder_that_is_spoken_of_says_nothing_alone() -> None:
    (clue,) = leftovers(Text("The {name} placeholder was not replaced."), has_link=False)
    assert clue.weight < 2
