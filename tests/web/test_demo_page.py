"""The demo's article page: what it says in each state of its comments, and what it never lets through."""

import re
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from flask import Flask
from flask.testing import FlaskClient

from local.accounts import DEMO_ACCOUNTS
from local.demo import seed
from service.bootstrap import Services
from service.domain.articles import ArticleDraft, ArticleMode, ArticleState
from service.domain.principals import Principal, Role
from service.domain.reasons import REJECTION_REASONS
from service.domain.states import State
from service.settings import Settings
from service.web.app import create_app
from service.web.demo import ARTICLE_KEY, with_links
from tests.support.desk import Desk

EMPTY = "There are no comments for now"
STRANGERS = "To be able to leave a comment - you have to authorize on our website"
CLOSED = "Comments on this article are closed."


class Page(HTMLParser):
    """The tags of a page with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture
def visitor(app: Flask, services: Services) -> FlaskClient:
    """A browser in front of a demo that has just been seeded."""
    seed(services)
    return app.test_client()


def html_of(visitor: FlaskClient, address: str = "/demo/") -> str:
    answer = visitor.get(address)
    assert answer.status_code == 200
    assert answer.content_type == "text/html; charset=utf-8"
    return answer.get_data(as_text=True)


def test_an_article_without_comments_says_so_and_asks_strangers_to_sign_in(visitor: FlaskClient) -> None:
    html = html_of(visitor)
    for text in ("Comments (0)", EMPTY, "Leave a Comment:", STRANGERS):
        assert text in html
    assert CLOSED not in html


def test_a_published_comment_stands_in_the_page_with_its_author_time_and_count(
    visitor: FlaskClient, desk: Desk
) -> None:
    comment = desk.post(desk.reader("Rita"), "Well put.")
    desk.approve(desk.moderator(), comment)
    html = html_of(visitor)
    assert "Comments (1)" in html
    assert EMPTY not in html
    assert '<bdi class="name">Rita</bdi>' in html
    assert "Well put." in html
    item = next(tag for tag in Page(html).all("li") if tag.get("id") == f"comment-{comment.id}")
    assert item["data-key"] == f"{comment.id}/1"
    assert comment.created_at.isoformat().replace("+00:00", "Z") in [
        tag["datetime"] for tag in Page(html).all("time") if "datetime" in tag
    ]


@pytest.mark.parametrize("state", [State.PENDING, State.HELD, State.REJECTED])
def test_a_comment_that_is_not_approved_is_not_in_the_page(
    visitor: FlaskClient, desk: Desk, state: State
) -> None:
    desk.article(mode=ArticleMode.HOLD_ALL)
    comment = desk.post(desk.reader(), "Not to be seen.")
    if state is State.HELD:
        desk.judge()
    if state is State.REJECTED:
        desk.reject(desk.moderator(), comment)
    assert desk.state(comment) is state
    html = html_of(visitor)
    assert "Not to be seen." not in html
    assert "Comments (0)" in html
    assert EMPTY in html


def test_markup_in_a_comment_or_a_name_is_shown_as_text(visitor: FlaskClient, desk: Desk) -> None:
    body = "<script>alert(1)</script>\n<img src=x onerror=alert(1)> {{ 7 * 7 }}"
    desk.approve(desk.moderator(), desk.post(desk.reader("<b>Rita</b>"), body))
    html = html_of(visitor)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\n&lt;img src=x onerror=alert(1)&gt; {{ 7 * 7 }}" in html
    assert "&lt;b&gt;Rita&lt;/b&gt;" in html
    assert "<script>alert" not in html
    assert not Page(html).all("img")


@pytest.mark.parametrize(
    "body, shown",
    [
        ("no address", "no address"),
        ("a < b & c", "a &lt; b &amp; c"),
        ("see https://a.example/x?y=1&z=2", "see {https://a.example/x?y=1&amp;z=2}"),
        ("HTTP://A.EXAMPLE", "{HTTP://A.EXAMPLE}"),
        ("read https://a.example/.", "read {https://a.example/}."),
        ("read https://a.example/x...", "read {https://a.example/x}..."),
        ("(https://a.example/x)", "({https://a.example/x})"),
        ("https://a.example/x_(y)", "{https://a.example/x_(y)}"),
        ("https://a.example/<b>", "{https://a.example/}&lt;b&gt;"),
        ('https://a.example/"onmouseover="x', "{https://a.example/}&#34;onmouseover=&#34;x"),
        ("https://a.example/'x", "{https://a.example/&#39;x}"),
        ("http://a.example http://b.example", "{http://a.example} {http://b.example}"),
        ("one\nhttp://a.example\ntwo", "one\n{http://a.example}\ntwo"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("data:text/html,x //a.example", "data:text/html,x //a.example"),
    ],
)
def test_only_web_addresses_become_links_and_nothing_becomes_markup(body: str, shown: str) -> None:
    link = '<a href="{0}" rel="ugc nofollow noopener" dir="ltr">{0}</a>'
    before, *addresses = shown.split("{")
    expected = before
    for part in addresses:
        address, after = part.split("}", 1)
        expected += link.format(address) + after
    assert str(with_links(body)) == expected


def test_a_closed_article_shows_its_comments_and_takes_no_more(visitor: FlaskClient, desk: Desk) -> None:
    desk.approve(desk.moderator(), desk.post(desk.reader(), "Just in time."))
    desk.article(state=ArticleState.CLOSED)
    html = html_of(visitor)
    assert CLOSED in html
    assert "Just in time." in html
    assert STRANGERS not in html
    assert not Page(html).all("form")


def test_an_article_closes_when_its_time_has_come(
    visitor: FlaskClient, services: Services, desk: Desk
) -> None:
    publisher = Principal("magazine", "The magazine", Role.PUBLISHER)
    closing = ArticleDraft("A title", "/demo/", closes_at=services.clock() + timedelta(seconds=-1))
    services.put_article(publisher, ARTICLE_KEY, closing)
    assert CLOSED in html_of(visitor)


def test_the_page_is_the_same_for_everybody_and_may_be_kept_by_caches(
    visitor: FlaskClient, services: Services
) -> None:
    strangers = html_of(visitor)
    account = DEMO_ACCOUNTS[0]
    signed_in = services.sign_in(account.name, account.password, "127.0.0.1")
    with visitor.session_transaction() as session:
        session["_user_id"] = signed_in.login_token
    answer = visitor.get("/demo/")
    assert answer.get_data(as_text=True) == strangers
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "Set-Cookie" not in answer.headers
    assert "Vary" not in answer.headers


def test_the_page_runs_no_script_and_no_style_but_its_own_files(visitor: FlaskClient) -> None:
    answer = visitor.get("/demo/")
    directives = answer.headers["Content-Security-Policy"].split("; ")
    policy = dict(directive.split(" ", 1) for directive in directives)
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    page = Page(answer.get_data(as_text=True))
    assert not page.all("style")
    assert all(script.get("src", "").startswith("/") for script in page.all("script"))
    for tag, attributes in page.tags:
        written_in = [name for name in attributes if name == "style" or name.startswith("on")]
        assert not written_in, (tag, written_in)


def test_every_file_that_the_page_needs_is_served_from_here(visitor: FlaskClient) -> None:
    page = Page(html_of(visitor))
    needed = [tag["src"] for tag in page.all("script")] + [tag["href"] for tag in page.all("link")]
    assert {name.rpartition(".")[2] for name in needed} == {"js", "css", "svg"}
    served = set()
    while needed:
        address = needed.pop()
        served.add(address)
        with visitor.get(address) as answer:
            assert answer.status_code == 200, address
            modules = re.findall(r'"\./([a-z]+\.js)"', answer.get_data(as_text=True))
        needed += {f"{address.rpartition('/')[0]}/{module}" for module in modules} - served
    assert len(served) > 3, "the script imports others"


def test_the_page_has_words_for_every_state_of_a_comment(visitor: FlaskClient) -> None:
    html = html_of(visitor)
    assert "Thanks, your opinion accepted" in html
    assert {tag["data-for"] for tag in Page(html).all("p") if "data-for" in tag} >= set(State)


def test_moderators_are_offered_reasons_that_a_rejection_can_have(visitor: FlaskClient) -> None:
    offered = {option["value"] for option in Page(html_of(visitor)).all("option")}
    assert offered
    assert offered <= REJECTION_REASONS


def test_older_comments_stand_on_a_page_of_their_own(visitor: FlaskClient, desk: Desk) -> None:
    author, moderator = desk.reader(), desk.moderator()
    for number in range(51):
        desk.approve(moderator, desk.post(author, f"Comment number {number}."))
    newest = html_of(visitor)
    assert "Comments (51)" in newest
    assert "Comment number 50." in newest
    assert "Comment number 0." not in newest
    link = next(tag for tag in Page(newest).all("a") if tag.get("id") == "older")
    older = html_of(visitor, link["href"])
    assert "Comment number 0." in older
    assert "Comment number 50." not in older
    assert "Back to the newest comments" in older
    assert not Page(older).all("form")


def test_a_cursor_of_nobodys_making_is_refused(visitor: FlaskClient) -> None:
    answer = visitor.get("/demo/?cursor=nonsense")
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"


def test_before_the_demo_is_seeded_there_is_no_page(app: Flask) -> None:
    assert app.test_client().get("/demo/").status_code == 404


def test_a_service_that_is_no_demo_has_no_such_page(
    visitor: FlaskClient, services: Services, settings: Settings
) -> None:
    assert visitor.get("/demo/").status_code == 200
    in_earnest = create_app(services, replace(settings, demo=False)).test_client()
    assert in_earnest.get("/demo/").status_code == 404


def test_seeding_twice_changes_nothing_and_the_accounts_can_sign_in(services: Services, desk: Desk) -> None:
    first = seed(services)
    desk.article(state=ArticleState.CLOSED)
    assert seed(services) == first
    article = services.read_article(ARTICLE_KEY)
    assert (article.state, article.comment_count) == (ArticleState.CLOSED, 0)
    roles = {
        account.name: services.sign_in(account.name, account.password, "127.0.0.1").principal.role
        for account in first
    }
    assert roles == {"reader1": Role.READER, "reader2": Role.READER, "moderator": Role.MODERATOR}
