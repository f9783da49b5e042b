"""The application, and people who call it over HTTP."""

import pytest
from flask import Flask

from service.bootstrap import Services
from service.domain.accounts import Login
from service.domain.principals import Principal, Role
from service.domain.secrets import new_secret, secret_hash
from service.settings import Settings
from service.web.app import create_app
from tests.support.desk import Desk
from tests.web.callers import API, BrowserOf, Caller
from tests.web.contract import Contract


@pytest.fixture
def app(services: Services, settings: Settings) -> Flask:
    return create_app(services, settings)


@pytest.fixture
def contract(app: Flask) -> Contract:
    return Contract(app)


@pytest.fixture
def stranger(app: Flask, contract: Contract) -> Caller:
    """Somebody without any credentials."""
    return Caller(app.test_client(), {}, contract)


@pytest.fixture
def browser_of(app: Flask, services: Services, contract: Contract) -> BrowserOf:
    """Signs somebody in without a password, by the record and the cookie that signing in would leave."""

    def sign_in(principal: Principal) -> Caller:
        token, now = new_secret(), services.clock()
        with services.store.write() as tx:
            tx.logins.add(Login(secret_hash(token), principal, now, now, None))
        client = app.test_client()
        with client.session_transaction() as session:
            session["_user_id"] = token
        answer = client.get(f"{API}/auth/session").get_json()
        assert answer["user"]["id"] == principal.id
        return Caller(client, {"X-CSRF-Token": answer["csrf_token"]}, contract)

    return sign_in


@pytest.fixture
def publisher(app: Flask, services: Services, contract: Contract) -> Caller:
    """The magazine's own server, with its API token."""
    token = services.create_token("front end", Role.PUBLISHER)
    return Caller(app.test_client(), {"Authorization": f"Bearer {token}"}, contract)


@pytest.fixture
def rita(desk: Desk) -> Principal:
    return desk.reader("Rita")


@pytest.fixture
def mona(desk: Desk) -> Principal:
    return desk.moderator("Mona")


@pytest.fixture
def reader(browser_of: BrowserOf, rita: Principal) -> Caller:
    """Rita's browser."""
    return browser_of(rita)


@pytest.fixture
def moderator(browser_of: BrowserOf, mona: Principal) -> Caller:
    """Mona's browser."""
    return browser_of(mona)
