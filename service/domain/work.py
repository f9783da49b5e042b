"""The work of judging: how a pending comment is claimed, tried again, and finally given up."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from service.domain.articles import ArticleMode
from service.domain.decisions import Standing
from service.domain.judgement import Context

REPEAT_WINDOW = timedelta(hours=24)
"""How long before a comment others may have posted its text to count as part of a wave."""

MOST_RECENT_DECIDED = 20
"""The most decided comments of an author that are looked at: long enough to tell, short enough to mend."""

MOST_APPROVED = 1_000
"""The most approved comments of an author that are counted: who has as many is known everywhere."""


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
class AuthorStanding:
    """How an author's comments stand: `approved` of all, up to MOST_APPROVED; of the last 20 that were
    approved or rejected, `recent` and how many of those were `rejected`.
    """

    approved: int
    recent: int
    rejected: int


WELL_KNOWN = AuthorStanding(approved=1_000, recent=0, rejected=0)
"""An author whom every policy takes for known."""


@dataclass(frozen=True, slots=True)
class Posted:
    """One revision as it was posted, for comparing its text with others."""

    comment_id: str
    revision: int
    author_id: str
    body: str
    posted_at: datetime


@dataclass(frozen=True, slots=True)
class Claimed:
    """A pending comment under lease, with all that its judgement depends on.

    `others_same_text_count` are the other readers who posted the same text within REPEAT_WINDOW before it.
    """

    standing: Standing
    attempt: int
    posted: Posted
    article_section: str | None
    article_mode: ArticleMode | None
    author: AuthorStanding
    author_same_text_count: int
    others_same_text_count: int

    @property
    def body(self) -> str:
        return self.posted.body

    def context(self, mode: ArticleMode, others_alike_count: int = 0) -> Context:
        """What the verdict depends on. `mode` is what the policy says about this article;
        `others_alike_count` are the other readers who posted nearly the same text within REPEAT_WINDOW.
        """
        return Context(
            mode=mode,
            author_approved_count=self.author.approved,
            author_same_text_count=self.author_same_text_count,
            section=self.article_section or "",
            author_recent_count=self.author.recent,
            author_rejected_count=self.author.rejected,
            others_same_text_count=self.others_same_text_count,
            # The same text is nearly the same text, whatever became of the comparison.
            others_alike_count=max(others_alike_count, self.others_same_text_count),
        )
