"""The same text posted again."""

import pytest

from service.domain.articles import ArticleMode
from service.domain.judgement import Context
from service.moderation.detectors.repeat import RepeatDetector
from service.moderation.normalise import Text


@pytest.mark.parametrize(
    "from_count, posted, codes",
    [(1, 0, []), (1, 1, ["repeat"]), (2, 1, []), (2, 2, ["repeat"]), (2, 7, ["repeat"])],
)
def test_a_text_is_a_repeat_from_the_given_number_of_earlier_ones_on(
    from_count: int, posted: int, codes: list[str]
) -> None:
    context = Context(ArticleMode.AUTO, author_approved_count=0, author_same_text_count=posted)
    signals = RepeatDetector(from_count).find(Text("Read my other comments."), context)
    assert [signal.code for signal in signals] == codes
