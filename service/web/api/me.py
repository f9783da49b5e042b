"""What a reader looks up about themselves."""

from flask import Blueprint, Response

from service.domain.principals import Principal, Right
from service.web import presenters
from service.web import representations as shown
from service.web.answers import json_answer
from service.web.api.paging import ByTime, PageQuery, page_request
from service.web.context import services
from service.web.endpoint import Answer, Operation, endpoint

blueprint = Blueprint("me", __name__, url_prefix="/me")


class OwnCommentsQuery(PageQuery, kw_only=True, forbid_unknown_fields=True):
    """Which page of the caller's comments."""

    order: ByTime = "newest"


@blueprint.get("/comments")
@endpoint(
    Operation(
        summary="List my own comments",
        access=Right.READ_OWN_COMMENTS,
        query=OwnCommentsQuery,
        answers={200: Answer(shown.CommentList, "One page of the caller's comments, in every state.")},
    )
)
def list_own_comments(principal: Principal, query: OwnCommentsQuery) -> Response:
    """Each with its state and the reasons of the decision in force."""
    page = services().list_own_comments(principal, page_request(query, query.order))
    return json_answer(presenters.comment_list(page))
