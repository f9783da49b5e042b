"""POST /auth/login, POST /auth/logout, GET /auth/session"""

from dataclasses import replace
from http.cookies import SimpleCookie

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from service.bootstrap import Services
from service.domain.principals import Role
from service.settings import Settings
from service.web.app import create_app
from service.web.auth import SESSION_COOKIE
from tests.support.clock import SteppingClock
from tests.support.desk import PASSWORD
from tests.web.callers import API, Caller, assert_problem, errors_in
from tests.web.contract import Contract


@pytest.fixture
def sam(services: Services) -> None:
    services.create_account("Sam", Role.READER, PASSWORD)


def log_in(caller: Caller, username: str = "Sam", password: str = PASSWORD) -> TestResponse:
    return caller.post("/auth/login", json={"username": username, "password": password})


def cookie_of(answer: TestResponse) -> str:
    return SimpleCookie(answer.headers["Set-Cookie"])[SESSION_COOKIE].value


@pytest.mark.usefixtures("sam")
def test_signing_in_answers_the_user_a_csrf_token_and_a_session_cookie(stranger: Caller) -> None:
    answer = log_in(stranger)

    assert answer.status_code == 200
    assert (answer.get_json()["user"]["name"], answer.get_json()["user"]["role"]) == ("Sam", "reader")
    assert answer.headers["Cache-Control"] == "no-store"
    assert stranger.get("/auth/session").get_json() == answer.get_json()


@pytest.mark.usefixtures("sam")
def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(
    services: Services, settings: Settings, contract: Contract
) -> None:
    for secure in (False, True):
        careful = create_app(services, _with(settings, cookie_secure=secure))
        header = log_in(Caller(careful.test_client(), {}, contract)).headers["Set-Cookie"]
        attributes = {part.strip().partition("=")[0] for part in header.split(";")}
        assert {"HttpOnly", "SameSite", "Path", "Expires"} <= attributes
        assert "SameSite=Lax" in header
        assert "Path=/" in header
        assert ("Secure" in attributes) is secure


@pytest.mark.usefixtures("sam")
def test_the_cookie_holds_the_secret_of_the_sign_in_and_nothing_else(app: Flask, stranger: Caller) -> None:
    log_in(stranger)
    with stranger.client.session_transaction() as session:
        assert set(session) == {"_user_id", "_permanent"}


@pytest.mark.usefixtures("sam")
def test_names_are_recognised_in_any_case(stranger: Caller) -> None:
    assert log_in(stranger, "SAM").get_json()["user"]["name"] == "Sam"


@pytest.mark.usefixtures("sam")
def test_a_wrong_name_and_a_wrong_password_are_refused_alike(stranger: Caller) -> None:
    wrong_password = log_in(stranger, "Sam", "something else")
    wrong_name = log_in(stranger, "Nobody", PASSWORD)

    assert_problem(wrong_password, 401, "wrong_credentials")
    assert wrong_password.data == wrong_name.data
    assert "Set-Cookie" not in wrong_password.headers


@pytest.mark.usefixtures("sam")
def test_after_repeated_failures_even_the_right_password_has_to_wait(
    stranger: Caller, settings: Settings, clock: SteppingClock
) -> None:
    for _ in range(settings.login_failures):
        assert_problem(log_in(stranger, password="wrong"), 401, "wrong_credentials")

    refused = log_in(stranger)

    assert_problem(refused, 429, "too_many_attempts")
    wait = int(refused.headers["Retry-After"])
    assert 0 < wait <= settings.login_pause_seconds
    clock.advance(wait + 1)
    assert log_in(stranger).status_code == 200


BAD_LOGINS = [
    ("no name", {"password": "x"}, {("username", "required")}),
    ("nothing", {}, {("username", "required"), ("password", "required")}),
    ("a number for a name", {"username": 5, "password": "x"}, {("username", "wrong_type")}),
    ("null for a password", {"username": "Sam", "password": None}, {("password", "wrong_type")}),
    ("a long name", {"username": "a" * 65, "password": "x"}, {("username", "wrong_length")}),
    ("a NUL in the name", {"username": "Sam\0", "password": "x"}, {("username", "control_character")}),
    ("half a character", {"username": "Sam", "password": "\ud800"}, {("password", "lone_surrogate")}),
    ("a role", {"username": "Sam", "password": "x", "role": "admin"}, {("role", "unknown_field")}),
]


@pytest.mark.usefixtures("sam")
def test_a_malformed_sign_in_is_refused_field_by_field(stranger: Caller, subtests: pytest.Subtests) -> None:
    for name, body, errors in BAD_LOGINS:
        with subtests.test(name):
            assert errors_in(stranger.post("/auth/login", json=body)) == errors


@pytest.mark.usefixtures("sam")
def test_a_form_of_another_site_cannot_sign_anybody_in(stranger: Caller) -> None:
    answer = stranger.post("/auth/login", data={"username": "Sam", "password": PASSWORD})

    assert_problem(answer, 415, "unsupported_media_type")
    assert "Set-Cookie" not in answer.headers


@pytest.mark.usefixtures("sam")
def test_signing_in_leaves_nothing_of_the_session_before(stranger: Caller) -> None:
    with stranger.client.session_transaction() as session:
        session["planted"] = "by somebody else"

    log_in(stranger)

    with stranger.client.session_transaction() as session:
        assert "planted" not in session


@pytest.mark.usefixtures("sam")
def test_signing_out_makes_every_copy_of_the_cookie_worthless(
    app: Flask, stranger: Caller, contract: Contract
) -> None:
    signed_in = log_in(stranger)
    copy = Caller(app.test_client(), {"X-CSRF-Token": signed_in.get_json()["csrf_token"]}, contract)
    copy.client.set_cookie(SESSION_COOKIE, cookie_of(signed_in))
    assert copy.get("/auth/session").get_json()["user"]["name"] == "Sam"

    out = stranger.post("/auth/logout", headers={"X-CSRF-Token": signed_in.get_json()["csrf_token"]})

    assert (out.status_code, out.data) == (204, b"")
    assert cookie_of(out) == ""
    assert copy.get("/auth/session").get_json() == {"user": None, "csrf_token": None}
    assert_problem(copy.get("/me/comments"), 401, "not_signed_in")
    assert_problem(copy.post("/auth/logout"), 401, "not_signed_in")


@pytest.mark.usefixtures("sam")
def test_signing_out_in_one_browser_leaves_the_other_signed_in(
    app: Flask, stranger: Caller, contract: Contract
) -> None:
    other = Caller(app.test_client(), {}, contract)
    log_in(other)
    token = log_in(stranger).get_json()["csrf_token"]

    stranger.post("/auth/logout", headers={"X-CSRF-Token": token})

    assert other.get("/auth/session").get_json()["user"]["name"] == "Sam"


def test_a_sign_in_ends_when_it_is_not_used(reader: Caller, settings: Settings, clock: SteppingClock) -> None:
    clock.advance(settings.login_idle_seconds - 60)
    assert reader.get("/auth/session").get_json()["user"]["name"] == "Rita"
    clock.advance(settings.login_idle_seconds - 60)
    assert reader.get("/auth/session").get_json()["user"]["name"] == "Rita"
    clock.advance(settings.login_idle_seconds + 60)
    assert reader.get("/auth/session").get_json()["user"] is None


def test_a_stranger_is_nobody(stranger: Caller) -> None:
    answer = stranger.get("/auth/session")

    assert answer.get_json() == {"user": None, "csrf_token": None}
    assert "Set-Cookie" not in answer.headers


def test_a_cookie_that_was_tampered_with_is_a_strangers(app: Flask, reader: Caller) -> None:
    cookie = reader.client.get_cookie(SESSION_COOKIE)
    assert cookie is not None
    payload, _, rest = cookie.value.partition(".")
    reader.client.set_cookie(SESSION_COOKIE, f"{payload[:-1]}A.{rest}")

    assert reader.get("/auth/session").get_json()["user"] is None


def test_a_session_signed_with_another_key_is_a_strangers(
    services: Services, settings: Settings, reader: Caller, contract: Contract
) -> None:
    cookie = reader.client.get_cookie(SESSION_COOKIE)
    assert cookie is not None
    elsewhere = create_app(services, _with(settings, secret_key="another key, just as long as the first one"))
    caller = Caller(elsewhere.test_client(), {}, contract)
    caller.client.set_cookie(SESSION_COOKIE, cookie.value)

    assert caller.client.get(f"{API}/auth/session").get_json() == {"user": None, "csrf_token": None}


def _with(settings: Settings, **changes: object) -> Settings:
    return replace(settings, **changes)  # type: ignore[arg-type]
