"""An article: what comments hang under."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum
from typing import Final

_RESERVED = "counts"
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]{0,199}")


class ArticleState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class ArticleMode(StrEnum):
    """How closely the comments of one article are watched."""

    AUTO = "auto"
    """What the policy finds clean is published at once."""
    NEWCOMERS = "newcomers"
    """As `auto`, but a new author's first comments wait for a moderator."""
    HOLD_ALL = "hold-all"
    """Every comment waits for a moderator."""
    CLOSED = "closed"
    """No new comments are taken."""


@dataclass(frozen=True, slots=True)
class Article:
    """`version` grows with every change that a reader could see in the list of comments.

    `mode` is None where the article follows the policy's own mode.
    """

    id: str
    key: str
    title: str
    url: str
    section: str | None
    state: ArticleState
    mode: ArticleMode | None
    closes_at: datetime | None
    created_at: datetime
    version: int
    comment_count: int

    def is_open(self, now: datetime) -> bool:
        """Whether readers may comment at this moment."""
        return self.state is ArticleState.OPEN and (self.closes_at is None or now < self.closes_at)


def is_article_key(key: str) -> bool:
    """Whether the text can be an article's key: letters, digits and `._~-`, 1 to 200 of them, and not the
    one word that the interface uses in a key's place.
    """
    return _KEY.fullmatch(key) is not None and key != _RESERVED


class Unchanged(Enum):
    """Marks a value that a draft leaves as it is."""

    UNCHANGED = "unchanged"


UNCHANGED: Final = Unchanged.UNCHANGED


@dataclass(frozen=True, slots=True)
class ArticleDraft:
    """What the magazine says of an article. A new article is open, in the policy's own mode."""

    title: str
    url: str
    section: str | None | Unchanged = UNCHANGED
    state: ArticleState | Unchanged = UNCHANGED
    mode: ArticleMode | None | Unchanged = UNCHANGED
    closes_at: datetime | None | Unchanged = UNCHANGED
