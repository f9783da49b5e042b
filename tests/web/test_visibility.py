"""Who sees a comment in which state, through every route that shows comments."""

from collections.abc import Callable

import pytest

from service.domain.articles import ArticleMode
from service.domain.comments import Comment
from service.domain.principals import Principal, Role
from service.domain.states import State
from tests.support.desk import Desk
from tests.web.callers import BrowserOf, Caller, assert_problem

BODY = "A sentence that is found nowhere else."


@pytest.fixture
def in_state(desk: Desk, rita: Principal) -> Callable[[State], Comment]:
    """Makes a comment of Rita's in this state, by the way that leads there."""
    desk.article(mode=ArticleMode.HOLD_ALL)
    decider = desk.person("Max", Role.MODERATOR)

    def make(state: State) -> Comment:
        comment = desk.post(rita, BODY)
        match state:
            case State.HELD:
                desk.judge()
            case State.APPROVED:
                desk.approve(decider, comment)
            case State.REJECTED:
                desk.reject(decider, comment)
        assert desk.state(comment) is state
        return comment

    return make


PUBLIC_ROUTES = [
    "/articles/sora-letter",
    "/articles/sora-letter/comments",
    "/articles/sora-letter/comments?order=newest",
    "/articles/sora-letter/comments?order=top",
]


@pytest.mark.parametrize("state", [State.PENDING, State.HELD, State.APPROVED, State.REJECTED])
def test_only_an_approved_comment_is_seen_by_others(
    desk: Desk,
    in_state: Callable[[State], Comment],
    stranger: Caller,
    publisher: Caller,
    reader: Caller,
    browser_of: BrowserOf,
    moderator: Caller,
    state: State,
) -> None:
    comment = in_state(state)
    other = browser_of(desk.reader("Sam"))
    public = state is State.APPROVED

    for caller in (stranger, other, publisher):
        answer = caller.get(f"/comments/{comment.id}")
        if public:
            assert answer.get_json()["body"] == BODY
            assert "reasons" not in answer.get_json()
        else:
            assert_problem(answer, 404, "comment_not_found")
            assert BODY not in answer.text
    for caller in (reader, moderator):
        seen = caller.get(f"/comments/{comment.id}").get_json()
        assert (seen["body"], seen["state"]) == (BODY, state)
        assert bool(seen["reasons"]) is (state is not State.PENDING)
    for caller in (stranger, other, publisher, reader, moderator):
        for path in PUBLIC_ROUTES:
            assert (BODY in caller.get(path).text) is (public and "comments" in path)
        assert caller.get("/articles/sora-letter").get_json()["comment_count"] == int(public)
        counts = caller.get("/articles/counts?key=sora-letter").get_json()["counts"]
        assert counts == {"sora-letter": int(public)}
    for caller in (stranger, other, publisher, reader):
        for path in ("/moderation/queue", f"/moderation/comments/{comment.id}", "/me/comments"):
            assert caller is reader or BODY not in caller.get(f"{path}").text
    assert (BODY in stranger.open("GET", "/demo/").text) is public
    queue = moderator.get(f"/moderation/queue?state={state}").get_json()
    assert [entry["id"] for entry in queue["comments"]] == [comment.id]
    assert moderator.get(f"/moderation/comments/{comment.id}").get_json()["body"] == BODY
    assert [entry["state"] for entry in reader.get("/me/comments").get_json()["comments"]] == [state]


def test_what_cannot_be_an_id_is_answered_as_unknown(
    stranger: Caller, moderator: Caller, subtests: pytest.Subtests
) -> None:
    for comment_id in (
        "0123456789ABCDEFGHJKMNPQRS",
        "x",
        "%00",
        "0" * 27,
        "%FF",
        "8" * 26,
        "..%2e",
        "%F0%9F%92%A9",
    ):
        with subtests.test(comment_id):
            for caller in (stranger, moderator):
                assert_problem(caller.get(f"/comments/{comment_id}"), 404, "comment_not_found")
            assert_problem(moderator.get(f"/moderation/comments/{comment_id}"), 404, "comment_not_found")


def test_an_unpublished_comment_and_one_that_never_was_are_answered_alike(
    in_state: Callable[[State], Comment], stranger: Caller
) -> None:
    hidden = stranger.get(f"/comments/{in_state(State.PENDING).id}")
    unknown = stranger.get("/comments/0123456789ABCDEFGHJKMNPQRS")

    assert (hidden.data, dict(hidden.headers)) == (unknown.data, dict(unknown.headers))


def test_a_cookie_that_no_longer_counts_shows_what_strangers_see(
    in_state: Callable[[State], Comment], reader: Caller
) -> None:
    comment = in_state(State.PENDING)
    address = f"/comments/{comment.id}"
    assert reader.get(address).status_code == 200
    cookie = reader.client.get_cookie("desk_session")
    assert cookie is not None
    reader.post("/auth/logout")
    reader.client.set_cookie("desk_session", cookie.value)

    assert_problem(reader.get(address), 404, "comment_not_found")


def test_a_published_comment_is_sent_once_to_a_stranger_and_whole_to_its_author(
    in_state: Callable[[State], Comment], stranger: Caller, reader: Caller
) -> None:
    address = f"/comments/{in_state(State.APPROVED).id}"
    tag = stranger.get(address).headers["ETag"]

    assert stranger.get(address, headers={"If-None-Match": tag}).status_code == 304
    assert "reasons" in reader.get(address, headers={"If-None-Match": tag}).get_json()
