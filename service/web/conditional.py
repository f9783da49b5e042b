"""Answers that a client need not fetch again while nothing has changed: `ETag` and `If-None-Match`."""

import re
from dataclasses import dataclass

from flask import Response, request

from service.domain.articles import Article
from service.web.answers import REVALIDATE

_REPRESENTATION = 1
"""Grows when the same comments are shown in another form, so that no client keeps the old one."""

_LIST_TAG = re.compile(r"([0-9A-Z]{26})\.([0-9]{1,15})\.([0-9]{1,4})", re.ASCII)


@dataclass(frozen=True, slots=True)
class HeldLists:
    """Which versions of an article's list the client says it holds. With `any` it holds whatever there is."""

    any: bool
    versions: frozenset[tuple[str, int]]

    @property
    def newest(self) -> int | None:
        return max((version for _, version in self.versions), default=None)

    def include(self, article: Article) -> bool:
        return self.any or (article.id, article.version) in self.versions


def held_lists() -> HeldLists:
    """What `If-None-Match` says. A tag that is not of this service's making is no version of anything."""
    tags = request.if_none_match
    # Werkzeug reads an empty tag as None.
    found = (_LIST_TAG.fullmatch(tag or "") for tag in tags.as_set(include_weak=True))
    versions = {(tag[1], int(tag[2])) for tag in found if tag and int(tag[3]) == _REPRESENTATION}
    return HeldLists(any=tags.star_tag, versions=frozenset(versions))


def list_headers(article: Article) -> dict[str, str]:
    """The headers of every answer with this article's list, in this version."""
    # The id tells an article from another one that had the same key in an earlier life of the database.
    return {"ETag": f'"{article.id}.{article.version}.{_REPRESENTATION}"', "Cache-Control": REVALIDATE}


def not_modified(article: Article) -> Response:
    return Response(status=304, headers=list_headers(article), mimetype="application/json")


def revalidated(answer: Response) -> Response:
    """The answer with a tag of its content, or 304 where the client holds exactly this already."""
    answer.headers["Cache-Control"] = REVALIDATE
    answer.add_etag()
    answer.make_conditional(request)
    return answer
