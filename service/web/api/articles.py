"""Articles, and the comments under them."""

from datetime import UTC, datetime
from typing import Annotated

from flask import Blueprint, Response, request
from msgspec import UNSET, Meta, Struct, UnsetType

from service.domain.articles import UNCHANGED, ArticleDraft, ArticleMode, ArticleState, is_article_key
from service.domain.errors import (
    ArticleClosed,
    ArticleNotFound,
    FieldError,
    IdempotencyKeyReused,
    InvalidFields,
)
from service.domain.paging import Order
from service.domain.principals import Principal, Right
from service.usecases.count_comments import MOST_KEYS
from service.usecases.put_article import LONGEST_SECTION, LONGEST_TITLE, LONGEST_URL
from service.web import presenters
from service.web import representations as shown
from service.web.answers import json_answer
from service.web.api.paging import PageQuery, page_request
from service.web.api.paths import article_key_in_path
from service.web.conditional import held_lists, list_headers, not_modified, revalidated
from service.web.context import services
from service.web.endpoint import Access, Answer, Operation, endpoint

blueprint = Blueprint("articles", __name__, url_prefix="/articles")

_NOT_A_KEY = "counts"
"""An article of this key could not be read: its address is another call's."""

_ETAG = {"ETag": "Send it as If-None-Match to be told 304 while nothing has changed."}
_NOT_MODIFIED = Answer(None, "Nothing has changed since the ETag in If-None-Match.")
_IF_NONE_MATCH = {"If-None-Match": "An ETag of an earlier answer."}


class ArticleDocument(Struct, forbid_unknown_fields=True):
    """What the magazine says of an article. What is left out stays as it is; null clears it."""

    title: Annotated[str, Meta(min_length=1, max_length=LONGEST_TITLE)]
    url: Annotated[str, Meta(max_length=LONGEST_URL, description="http(s)://... or /...")]
    section: Annotated[str, Meta(max_length=LONGEST_SECTION)] | None | UnsetType = UNSET
    state: ArticleState | UnsetType = UNSET
    mode: ArticleMode | None | UnsetType = UNSET
    closes_at: Annotated[datetime, Meta(tz=True)] | None | UnsetType = UNSET


class NewComment(Struct, forbid_unknown_fields=True):
    """A comment as it is posted."""

    body: Annotated[str, Meta(description="Plain text, 1 to 5,000 characters.")]
    parent_id: Annotated[str | None, Meta(description="A published comment of the same article.")] = None


class CountsQuery(Struct, kw_only=True, forbid_unknown_fields=True):
    """Which articles."""

    key: Annotated[tuple[str, ...], Meta(description=f"An article's key; up to {MOST_KEYS} times.")]


class CommentsQuery(PageQuery, kw_only=True, forbid_unknown_fields=True):
    """Which page of an article's comments, in which order."""

    order: Order = Order.OLDEST


@blueprint.put("/<key>")
@endpoint(
    Operation(
        summary="Tell of an article, or of a change to one",
        access=Right.PUBLISH_ARTICLE,
        body=ArticleDocument,
        answers={
            200: Answer(shown.Article, "The article was known and has been changed."),
            201: Answer(shown.Article, "The article is new.", {"Location": "The article's address."}),
        },
    )
)
def put_article(key: str, principal: Principal, given: ArticleDocument) -> Response:
    """A new article is open, and follows the mode of the policy, unless the body says otherwise."""
    if key == _NOT_A_KEY:
        raise InvalidFields(
            [FieldError("key", "invalid_key", f"`{key}` is the name of a call. Choose another.")]
        )
    article, created = services().put_article(principal, key, _draft(given))
    headers = {"Location": f"/api/v1/articles/{article.key}"} if created else {}
    return json_answer(presenters.article(article, services().clock()), 201 if created else 200, headers)


@blueprint.get("/<key>")
@endpoint(
    Operation(
        summary="Read an article",
        access=Access.ANYONE,
        headers=_IF_NONE_MATCH,
        answers={200: Answer(shown.Article, "The article.", _ETAG), 304: _NOT_MODIFIED},
        errors=(ArticleNotFound,),
    )
)
def read_article(key: str) -> Response:
    """With the number of its published comments."""
    article = services().read_article(article_key_in_path(key))
    return revalidated(json_answer(presenters.article(article, services().clock())))


@blueprint.get(f"/{_NOT_A_KEY}")
@endpoint(
    Operation(
        summary="Count the published comments of several articles",
        access=Access.ANYONE,
        query=CountsQuery,
        headers=_IF_NONE_MATCH,
        answers={200: Answer(shown.Counts, "The counts by key.", _ETAG), 304: _NOT_MODIFIED},
    )
)
def count_comments(query: CountsQuery) -> Response:
    """An article that is not known counts 0."""
    for key in query.key:
        if not is_article_key(key):
            raise InvalidFields([FieldError("key", "invalid_key", "One of the keys cannot be an article's.")])
    return revalidated(json_answer(shown.Counts(services().count_comments(query.key))))


@blueprint.post("/<key>/comments")
@endpoint(
    Operation(
        summary="Post a comment",
        access=Right.POST_COMMENT,
        body=NewComment,
        headers={
            "Idempotency-Key": "Of the client's making; a repeat with the same one posts nothing twice."
        },
        answers={
            202: Answer(
                shown.Comment,
                "The comment is stored and waits to be judged. Nobody else sees it yet.",
                {
                    "Location": "Where the comment's state can be read.",
                    "Idempotent-Replayed": "`true` where this is the first answer again.",
                },
            )
        },
        errors=(ArticleNotFound, ArticleClosed, IdempotencyKeyReused, InvalidFields),
    )
)
def post_comment(key: str, principal: Principal, given: NewComment) -> Response:
    """Once this has answered 202 the comment is not lost, whatever fails. Where no answer came, repeat the
    call with the same Idempotency-Key."""
    submitted = services().submit_comment(
        principal,
        article_key_in_path(key),
        given.body,
        given.parent_id,
        request.headers.get("Idempotency-Key"),
    )
    headers = {"Location": f"/api/v1/comments/{submitted.comment.id}"}
    if not submitted.first_answer:
        headers["Idempotent-Replayed"] = "true"
    return json_answer(presenters.comment(submitted.comment), 202, headers)


@blueprint.get("/<key>/comments")
@endpoint(
    Operation(
        summary="List the published comments of an article",
        access=Access.ANYONE,
        query=CommentsQuery,
        headers=_IF_NONE_MATCH,
        answers={200: Answer(shown.CommentList, "One page of the comments.", _ETAG), 304: _NOT_MODIFIED},
        errors=(ArticleNotFound,),
    )
)
def list_comments(key: str, query: CommentsQuery) -> Response:
    """Approved comments only. A cursor stays right while comments arrive."""
    wanted = page_request(query, query.order)
    held = held_lists()
    if held.any:
        return not_modified(services().read_article(article_key_in_path(key)))
    listed = services().list_published(article_key_in_path(key), wanted, held.newest)
    if listed.page is None and held.include(listed.article):
        return not_modified(listed.article)
    # Without a page and not held: the tag's version is of another article that once had this key.
    page = listed.page or services().list_published(key, wanted).page
    assert page is not None, "no version was given as known"
    return json_answer(presenters.comment_list(page), 200, list_headers(listed.article))


def _draft(given: ArticleDocument) -> ArticleDraft:
    return ArticleDraft(
        title=given.title,
        url=given.url,
        section=UNCHANGED if given.section is UNSET else given.section,
        state=UNCHANGED if given.state is UNSET else given.state,
        mode=UNCHANGED if given.mode is UNSET else given.mode,
        closes_at=UNCHANGED if given.closes_at is UNSET else _in_utc(given.closes_at),
    )


def _in_utc(moment: datetime | None) -> datetime | None:
    if moment is None:
        return None
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        # The first or the last day of the calendar, in a zone where UTC is already off its end.
        message = "`closes_at` is too far away."
        raise InvalidFields([FieldError("closes_at", "invalid_time", message)]) from None
