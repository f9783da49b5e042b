"""Authors whom nobody knows yet, and those whose comments were rejected lately."""

import pytest

from service.domain.articles import ArticleMode
from service.domain.judgement import Context, Signal
from service.moderation.detectors.author import AuthorDetector
from service.moderation.normalise import Text


def found(
    first_comments: int = 0, approved: int = 0, recent: int = 0, rejected: int = 0
) -> tuple[Signal, ...]:
    context = Context(
        ArticleMode.AUTO,
        author_approved_count=approved,
        author_same_text_count=0,
        author_recent_count=recent,
        author_rejected_count=rejected,
    )
    return AuthorDetector(first_comments).find(Text("Hello."), context)


@pytest.mark.parametrize(
    "first_comments, approved, codes",
    [(3, 0, ["new_author"]), (3, 2, ["new_author"]), (3, 3, []), (3, 50, []), (0, 0, [])],
)
def test_an_author_is_new_until_enough_comments_are_approved(
    first_comments: int, approved: int, codes: list[str]
) -> None:
    assert [signal.code for signal in found(first_comments, approved)] == codes


@pytest.mark.parametrize(
    "recent, rejected, expected",
    [
        (0, 0, None),
        (2, 2, None),
        (20, 2, None),
        (3, 3, (1.0, 2)),
        (20, 3, (0.15, 1)),
        (6, 3, (0.5, 2)),
        (7, 3, (0.429, 1)),
        (20, 20, (1.0, 2)),
    ],
)
def test_from_three_rejected_of_the_last_twenty_on_the_share_counts(
    recent: int, rejected: int, expected: tuple[float, int] | None
) -> None:
    signals = found(approved=recent - rejected, recent=recent, rejected=rejected)
    assert [(signal.score, signal.severity) for signal in signals] == ([expected] if expected else [])
    assert all(signal.code == "rejected_author" for signal in signals)


def test_the_moderator_reads_how_many_were_rejected() -> None:
    (signal,) = found(recent=12, rejected=4)
    assert signal.detail == "4 rejected of the last 12 decided"


def test_a_new_author_may_have_been_rejected_before() -> None:
    codes = [signal.code for signal in found(first_comments=3, approved=1, recent=5, rejected=4)]
    assert codes == ["new_author", "rejected_author"]
