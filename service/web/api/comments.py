"""Single comments."""

from flask import Blueprint, Response

from service.domain.errors import CommentNotFound
from service.domain.principals import Principal
from service.web import presenters
from service.web import representations as shown
from service.web.answers import json_answer
from service.web.api.paths import comment_id_in_path
from service.web.auth import has_credentials
from service.web.conditional import revalidated
from service.web.context import services
from service.web.endpoint import Access, Answer, Operation, endpoint

blueprint = Blueprint("comments", __name__, url_prefix="/comments")


@blueprint.get("/<comment_id>")
@endpoint(
    Operation(
        summary="Read a comment",
        access=Access.ANYONE_OR_SIGNED_IN,
        headers={"If-None-Match": "An ETag of an earlier answer."},
        answers={
            200: Answer(shown.Comment, "The comment.", {"ETag": "For callers without credentials."}),
            304: Answer(None, "Nothing has changed since the ETag in If-None-Match."),
        },
        errors=(CommentNotFound,),
    )
)
def read_comment(comment_id: str, principal: Principal | None) -> Response:
    """Its author and moderators see it in every state and with its reasons, everybody else once it is
    published."""
    comment = services().read_comment(principal, comment_id_in_path(comment_id))
    answer = json_answer(presenters.comment(comment))
    return answer if has_credentials() else revalidated(answer)
