"""The demo: one article of an invented magazine, with its comments below it, under `/demo/`.

The page is the same for everybody, so that it could be cached as a magazine's pages are: article, count and
published comments are in its HTML. Who is signed in, and what they write, is its script's business.
"""

import re
from datetime import UTC, datetime
from typing import Final

from flask import Blueprint, Response, make_response, render_template, request
from markupsafe import Markup, escape

from service.domain.paging import Order, PageRequest, decode_cursor
from service.web.answers import REVALIDATE
from service.web.context import services

ARTICLE_KEY: Final = "sora-letter"

blueprint = Blueprint("demo", __name__, url_prefix="/demo")

_LINK = re.compile(r'https?://[^\s<>"]{1,2000}', re.IGNORECASE)
_TAIL = re.compile(r"[.,:;!?'…]{1,9}\Z")


@blueprint.get("/")
def show_article() -> Response:
    """The article with its newest comments, or with older ones from `?cursor=` on."""
    use = services()
    cursor = request.args.get("cursor")
    after = decode_cursor(Order.NEWEST, cursor) if cursor else None
    listed = use.list_published(ARTICLE_KEY, PageRequest(Order.NEWEST, after=after))
    assert listed.page is not None, "no known version was named"
    page = make_response(
        render_template(
            "demo/article.html",
            article=listed.article,
            is_open=listed.article.is_open(use.clock()),
            comments=listed.page.items,
            next=listed.page.next,
            older_page=after is not None,
        )
    )
    page.headers["Cache-Control"] = REVALIDATE
    return page


@blueprint.app_template_filter()
def with_links(body: str) -> Markup:
    """The text escaped, its web addresses clickable. The script does the same for what comes later."""
    parts = []
    done = 0
    for match in _LINK.finditer(body):
        address = _without_tail(match.group())
        parts.append(escape(body[done : match.start()]))
        parts.append(Markup('<a href="{0}" rel="ugc nofollow noopener" dir="ltr">{0}</a>').format(address))
        done = match.start() + len(address)
    return Markup("").join([*parts, escape(body[done:])])


def _without_tail(address: str) -> str:
    """A full stop after an address ends the sentence, and a bracket closes what was opened before it."""
    trimmed = _TAIL.sub("", address)
    return trimmed[:-1] if trimmed.endswith(")") and "(" not in trimmed else trimmed


@blueprint.app_template_filter()
def rfc3339(moment: datetime) -> str:
    """The time for machines."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


@blueprint.app_template_filter()
def in_words(moment: datetime) -> str:
    """The time for people who read without the script, which shows it in their own zone."""
    utc = moment.astimezone(UTC)
    return f"{utc.day} {utc:%B %Y at %H:%M} UTC"
