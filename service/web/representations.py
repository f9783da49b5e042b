"""What the interface shows: one struct for each shape of JSON, from which the documents are generated too."""

from datetime import datetime
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from service.domain.articles import ArticleMode, ArticleState
from service.domain.principals import Role
from service.domain.reasons import ReasonCode
from service.domain.states import Action, ActorKind, State

Id = Annotated[str, Meta(description="An opaque identifier; later ones sort higher.")]
Text = Annotated[str, Meta(description="Plain text, as its author typed it. Escape it before showing it.")]
Moment = Annotated[datetime, Meta(description="A time in UTC, RFC 3339.")]
Reactions = Annotated[dict[str, int], Meta(description="How many readers reacted, by kind of reaction.")]
NextCursor = Annotated[str | None, Meta(description="The `cursor` of the next page; null on the last one.")]


class User(Struct):
    """Who is signed in."""

    id: Id
    name: str
    role: Role


class Session(Struct):
    """Who is calling, and the token that unsafe calls by cookie must send as `X-CSRF-Token`."""

    user: User | None
    csrf_token: str | None


class Article(Struct):
    """What comments hang under. `state` is `closed` once `closes_at` has passed."""

    key: str
    title: str
    url: str
    section: str | None
    state: ArticleState
    mode: Annotated[
        ArticleMode | None, Meta(description="How closely its comments are watched; null: by the policy.")
    ]
    closes_at: Moment | None
    comment_count: Annotated[int, Meta(description="How many of its comments are published.")]
    reactions: Reactions


class Counts(Struct):
    """The number of published comments by article key."""

    counts: dict[str, int]


class Author(Struct):
    """Who wrote a comment."""

    id: Id
    name: str


class Reason(Struct):
    """Why a comment was approved, held or rejected: a stable code, and the sentence that its author reads."""

    code: ReasonCode
    message: str


class Comment(Struct, kw_only=True):
    """A comment at one revision. `reasons` is there for its author and for moderators only."""

    id: Id
    article: Annotated[str, Meta(description="The key of its article.")]
    parent_id: Annotated[str | None, Meta(description="The comment that it replies to.")]
    author: Author
    body: Text
    state: State
    revision: int
    created_at: Moment
    edited_at: Moment | None
    reactions: Reactions
    reasons: list[Reason] | UnsetType = UNSET


class CommentList(Struct):
    """One page of comments. `count` is the number of comments in the whole list."""

    comments: list[Comment]
    count: int
    next: NextCursor


class Actor(Struct):
    """Who decided. Automation has neither id nor name; its decision names the policy's version."""

    kind: ActorKind
    id: str | None
    name: str | None


class Decision(Struct):
    """The recorded act that changed a comment's state."""

    id: Id
    revision: int
    action: Action
    state: State
    actor: Actor
    reasons: list[Reason]
    rules: Annotated[list[str], Meta(description="The rules of the policy that fired.")]
    policy_version: str | None
    judgement_id: Annotated[str | None, Meta(description="The judgement behind an automatic decision.")]
    note: Annotated[str | None, Meta(description="For moderators only.")]
    replaces: Annotated[str | None, Meta(description="The decision that stood before.")]
    decided_at: Moment


class Decided(Struct):
    """The comment after a decision, and the decision."""

    comment: Comment
    decision: Decision


class Span(Struct):
    """A stretch of the body, counted in Unicode code points; `end` is not included."""

    start: int
    end: int


class Signal(Struct):
    """One thing that a detector found. `spans` is empty where it is about the whole text or its author."""

    detector: str
    code: str
    score: Annotated[float, Meta(description="How sure the detector is, from 0 to 1.")]
    severity: Annotated[int, Meta(description="From 1, mild, to 4, grave.")]
    spans: list[Span]
    detail: Annotated[str, Meta(description="What was matched, in words.")]
    exact: Annotated[
        bool, Meta(description="False where it shows only once a disguise is taken off; `folded` is without.")
    ]
    folded: list[str]
    count: Annotated[int, Meta(description="How often it was found; not all may be in `spans`.")]


class DetectorRun(Struct):
    """One detector's pass over the text."""

    detector: str
    version: str
    microseconds: int
    error: Annotated[str | None, Meta(description="Why it failed; the comment is then held.")]


class Evidence(Struct):
    """What a verdict followed from."""

    signals: list[Signal]
    detectors: list[DetectorRun]
    failed_detectors: list[str]
    rules: list[str]
    policy_version: str


class RuleOutcome(Struct):
    """What one rule of the policy made of a text."""

    id: str
    fired: bool
    verdict: Action
    reason: ReasonCode | None
    condition: Annotated[str, Meta(description="When the rule fires, as the policy writes it.")]
    why: Annotated[list[str], Meta(description="Which parts of the condition made it fire.")]
    why_not: Annotated[list[str], Meta(description="Which parts of the condition kept it from firing.")]


class Preview(Struct):
    """What would happen to a text as a comment. Nothing was stored."""

    action: Action
    reasons: list[Reason]
    evidence: Evidence
    rules: Annotated[list[RuleOutcome], Meta(description="Every rule, in the policy's order.")]


class QueueArticle(Struct):
    """The article of a comment in the review queue."""

    key: str
    title: str
    url: str
    section: str | None
    state: ArticleState
    mode: ArticleMode | None


class AuthorRecord(Struct):
    """How an author's comments have fared so far."""

    since: Moment
    approved: int
    rejected: int
    held: int
    pending: int


class Reviewable(Struct, kw_only=True):
    """A comment in the review queue, with all that a moderator needs to decide it."""

    id: Id
    article: QueueArticle
    parent_id: str | None
    parent: Comment | None
    author: Author
    author_record: AuthorRecord
    body: Text
    state: State
    revision: Annotated[int, Meta(description="Send it back with the decision.")]
    created_at: Moment
    edited_at: Moment | None
    reactions: Reactions
    reasons: list[Reason]
    evidence: Annotated[Evidence | None, Meta(description="null where no detector has run yet.")]
    decision: Annotated[Decision | None, Meta(description="The decision in force.")]
    waiting_seconds: int


class ReviewQueue(Struct):
    """One page of the review queue. `count` is the number of all comments that match."""

    comments: list[Reviewable]
    count: int
    next: NextCursor


class Revision(Struct):
    """One text of a comment; never altered."""

    number: int
    body: Text
    created_at: Moment


class Judgement(Struct):
    """One run of the automatic checks. `applied` is false where a moderator had already decided."""

    id: Id
    revision: int
    action: Action
    reasons: list[Reason]
    evidence: Evidence
    applied: bool
    judged_at: Moment


class Dossier(Reviewable, kw_only=True):
    """Everything that is recorded about one comment."""

    revisions: list[Revision]
    signals: Annotated[list[Signal], Meta(description="What was found in the current revision.")]
    judgements: list[Judgement]
    decisions: list[Decision]


class Health(Struct):
    """The process is alive."""

    status: str


class Readiness(Struct):
    """`ok`: all is well. `degraded`: comments are accepted and wait. `down`: nothing can be stored."""

    status: str
    store: bool
    queue: bool
    judge: bool


class FieldProblem(Struct):
    """One thing wrong with one field of a request."""

    field: str
    code: str
    message: str


class Problem(Struct, kw_only=True):
    """Why a call was refused (RFC 9457). Rely on `code`; show `detail` to people."""

    type: str
    title: str
    status: int
    detail: str
    code: str


class ValidationProblem(Problem, kw_only=True):
    """A refusal that says what is wrong, field by field."""

    errors: list[FieldProblem]


class ConflictProblem(Problem, kw_only=True):
    """The comment has moved on: the decision that now stands, and the comment's state and revision."""

    decision: Decision | None
    state: State
    revision: int
