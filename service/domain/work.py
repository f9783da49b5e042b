"""The work of judging: how a pending comment is claimed, tried again, and finally given up."""

from dataclasses import dataclass
from datetime import timedelta

from service.domain.articles import ArticleMode
from service.domain.decisions import Standing
from service.domain.judgement import Context


@dataclass(frozen=True, slots=True)
class Lease:
    """How long a claimed comment belongs to the worker that claimed it.

    The first claim lasts `seconds`, each further one twice as long as the one before. After
    `max_attempts` claims that were never completed the comment is held.
    """

    seconds: float
    max_attempts: int

    def duration(self, attempt: int) -> timedelta:
        """How long the lease of this attempt lasts; the first attempt is number 1."""
        return timedelta(seconds=self.seconds * 2 ** (min(attempt, self.max_attempts) - 1))

    @property
    def longest(self) -> timedelta:
        return self.duration(self.max_attempts)


@dataclass(frozen=True, slots=True)
class Leased:
    """Comments claimed together; `attempt` says how many times that has now been tried."""

    comment_ids: tuple[str, ...]
    attempt: int


@dataclass(frozen=True, slots=True)
class Claimed:
    """A pending comment under lease, with all that its judgement depends on."""

    standing: Standing
    attempt: int
    body: str
    article_mode: ArticleMode | None
    author_approved_count: int
    author_same_text_count: int

    def context(self, site_mode: ArticleMode) -> Context:
        """What the verdict depends on; an article without a mode of its own follows the site's."""
        return Context(
            mode=self.article_mode or site_mode,
            author_approved_count=self.author_approved_count,
            author_same_text_count=self.author_same_text_count,
        )
