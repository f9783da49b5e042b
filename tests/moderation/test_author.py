"""Authors whom nobody knows yet."""

import pytest

from service.domain.articles import ArticleMode
from service.domain.judgement import Context
from service.moderation.detectors.author import AuthorDetector
from service.moderation.normalise import Text


@pytest.mark.parametrize(
    "first_comments, approved, codes",
    [(3, 0, ["new_author"]), (3, 2, ["new_author"]), (3, 3, []), (3, 50, []), (0, 0, [])],
)
def test_an_author_is_new_until_enough_comments_are_approved(
    first_comments: int, approved: int, codes: list[str]
) -> None:
    context = Context(ArticleMode.AUTO, author_approved_count=approved, author_same_text_count=0)
    signals = AuthorDetector(first_comments).find(Text("Hello."), context)
    assert [signal.code for signal in signals] == codes
