"""A comment as the different people who may see it see it."""

from dataclasses import dataclass
from datetime import datetime

from service.domain.articles import Article
from service.domain.decisions import Decision
from service.domain.judgement import Judgement, RecordedJudgement
from service.domain.reasons import Reason
from service.domain.states import State


@dataclass(frozen=True, slots=True)
class Author:
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment at one revision.

    What a stranger sees carries the published revision and `reasons` None; its author and moderators
    see the current revision with the reasons of the decision in force (none while pending).
    """

    id: str
    article_key: str
    parent_id: str | None
    author: Author
    body: str
    state: State
    revision: int
    created_at: datetime
    edited_at: datetime | None
    reasons: tuple[Reason, ...] | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """One text of a comment; never altered."""

    number: int
    body: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class AuthorRecord:
    """How an author's comments have fared so far."""

    author: Author
    since: datetime
    approved: int
    rejected: int
    held: int
    pending: int


@dataclass(frozen=True, slots=True)
class Reviewable:
    """One entry of the review queue, with all that a moderator needs to decide it."""

    comment: Comment
    article: Article
    parent: Comment | None
    record: AuthorRecord
    decision: Decision | None
    judgement: Judgement | None
    waiting_since: datetime


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything recorded about one comment, for moderators."""

    reviewable: Reviewable
    revisions: tuple[Revision, ...]
    judgements: tuple[RecordedJudgement, ...]
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Submitted:
    """The answer to an accepted comment. `first_answer` is False for a repeat with the same key."""

    comment: Comment
    first_answer: bool
