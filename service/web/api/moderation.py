"""What moderators do: look at what waits, look closer, decide."""

from typing import Annotated

from flask import Blueprint, Response
from msgspec import Meta, Struct

from service.domain.decisions import DecisionConflict, HumanChoice
from service.domain.errors import ArticleNotFound, CommentNotFound, InvalidFields
from service.domain.principals import Principal, Right
from service.domain.reasons import REJECTION_REASONS, ReasonCode
from service.domain.review import QueueFilter
from service.domain.states import Action, State
from service.usecases.decide_comment import LONGEST_NOTE
from service.web import presenters
from service.web import representations as shown
from service.web.answers import json_answer
from service.web.api.paging import ByTime, PageQuery, page_request
from service.web.api.paths import comment_id_in_path
from service.web.context import services
from service.web.endpoint import Answer, Operation, endpoint

blueprint = Blueprint("moderation", __name__, url_prefix="/moderation")

Revision = Annotated[int, Meta(ge=1, le=2**31 - 1, description="The revision that the moderator read.")]
Note = Annotated[str, Meta(max_length=LONGEST_NOTE, description="For moderators only.")]
Replaces = Annotated[
    str, Meta(description="The decision of somebody else that this one knowingly overrules.")
]
RejectionReason = Annotated[str, Meta(extra_json_schema={"enum": sorted(REJECTION_REASONS)})]
Filter = Annotated[str, Meta(min_length=1, max_length=200)]

_DECIDED = Answer(shown.Decided, "The comment as it is now, and the decision.")
_DECISION_ERRORS = (CommentNotFound, DecisionConflict)


class QueueQuery(PageQuery, kw_only=True, forbid_unknown_fields=True):
    """Which comments, and which page of them."""

    state: State = State.HELD
    reason: ReasonCode | None = None
    article: Annotated[str, Meta(min_length=1, max_length=200, description="An article's key.")] | None = None
    section: Filter | None = None
    author: Annotated[str, Meta(min_length=1, max_length=64, description="A name or an id.")] | None = None
    q: Annotated[str, Meta(min_length=1, max_length=200, description="A stretch of the text.")] | None = None
    order: ByTime = "oldest"


class Approval(Struct, forbid_unknown_fields=True):
    """Publish this revision."""

    revision: Revision
    note: Note | None = None
    replaces: Replaces | None = None


class Rejection(Struct, forbid_unknown_fields=True):
    """Do not publish this revision, or no longer."""

    revision: Revision
    reason: RejectionReason
    note: Note | None = None
    message: (
        Annotated[str, Meta(min_length=1, max_length=LONGEST_NOTE, description="For the author.")] | None
    ) = None
    replaces: Replaces | None = None


class PreviewRequest(Struct, forbid_unknown_fields=True):
    """A text to try."""

    text: Annotated[str, Meta(description="What the comment would say.")]
    author: (
        Annotated[str, Meta(min_length=1, max_length=64, description="A name or an id; else a known reader.")]
        | None
    ) = None
    article: Annotated[str, Meta(min_length=1, max_length=200, description="An article's key.")] | None = None


@blueprint.get("/queue")
@endpoint(
    Operation(
        summary="List what waits for a moderator",
        access=Right.MODERATE,
        query=QueueQuery,
        answers={200: Answer(shown.ReviewQueue, "One page of comments with all that is needed to decide.")},
    )
)
def list_review_queue(principal: Principal, query: QueueQuery) -> Response:
    """Held comments, longest waiting first, unless the parameters say otherwise."""
    wanted = QueueFilter(
        state=query.state,
        reason=query.reason,
        article=query.article,
        section=query.section,
        author=query.author,
        text=query.q,
    )
    page = services().list_review_queue(principal, wanted, page_request(query, query.order))
    return json_answer(presenters.review_queue(page, services().clock()))


@blueprint.get("/comments/<comment_id>")
@endpoint(
    Operation(
        summary="Read everything about a comment",
        access=Right.MODERATE,
        answers={200: Answer(shown.Dossier, "Its revisions, what was found in them, and every decision.")},
        errors=(CommentNotFound,),
    )
)
def read_dossier(comment_id: str, principal: Principal) -> Response:
    """For a moderator who wants to know how a comment came to stand where it does."""
    dossier = services().read_dossier(principal, comment_id_in_path(comment_id))
    return json_answer(presenters.dossier(dossier, services().clock()))


@blueprint.post("/comments/<comment_id>/approve")
@endpoint(
    Operation(
        summary="Approve a comment",
        access=Right.MODERATE,
        body=Approval,
        answers={200: _DECIDED},
        errors=_DECISION_ERRORS,
    )
)
def approve_comment(comment_id: str, principal: Principal, given: Approval) -> Response:
    """Readers see it at once. Where the comment has moved on since it was read, 409 says how it stands."""
    choice = HumanChoice(Action.APPROVE, given.revision, note=given.note, replaces=given.replaces)
    return _decide(principal, comment_id, choice)


@blueprint.post("/comments/<comment_id>/reject")
@endpoint(
    Operation(
        summary="Reject a comment",
        access=Right.MODERATE,
        body=Rejection,
        answers={200: _DECIDED},
        errors=(*_DECISION_ERRORS, InvalidFields),
    )
)
def reject_comment(comment_id: str, principal: Principal, given: Rejection) -> Response:
    """Nobody but its author and moderators sees it any more. The author reads `message`, or the standard
    words for the reason."""
    choice = HumanChoice(
        Action.REJECT,
        given.revision,
        reason=ReasonCode(given.reason) if given.reason in REJECTION_REASONS else None,
        note=given.note,
        message=given.message,
        replaces=given.replaces,
    )
    return _decide(principal, comment_id, choice)


@blueprint.post("/preview")
@endpoint(
    Operation(
        summary="Try what would happen to a text",
        access=Right.MODERATE,
        body=PreviewRequest,
        answers={200: Answer(shown.Preview, "The verdict, all evidence, and what each rule made of it.")},
        errors=(ArticleNotFound, InvalidFields),
    )
)
def preview_judgement(principal: Principal, given: PreviewRequest) -> Response:
    """For a moderator who changes the policy, or wonders why a comment was held. Stores nothing."""
    preview = services().preview_judgement(principal, given.text, given.author, given.article)
    return json_answer(presenters.preview(preview))


def _decide(principal: Principal, comment_id: str, choice: HumanChoice) -> Response:
    decided = services().decide_comment(principal, comment_id_in_path(comment_id), choice)
    return json_answer(
        shown.Decided(presenters.comment(decided.comment), presenters.decision(decided.decision))
    )
