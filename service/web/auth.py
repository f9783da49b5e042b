"""Who is calling: a reader or moderator by session cookie, or the magazine's server by bearer token.

Exactly one kind of credential counts in a request. Where `Authorization` was sent, the cookie is not even
looked at, so a page that holds a valid cookie cannot cover up for a token that is not valid.

The cookie holds nothing but the secret of a sign-in that is recorded on the server: signing out, or the
record's end, makes every copy of the cookie worthless.
"""

import hashlib
import hmac
from datetime import timedelta

from flask import Flask, current_app, request, session
from flask_login import LoginManager, current_user, login_user, logout_user

from service.domain.errors import CsrfFailed, InvalidToken, NotSignedIn
from service.domain.principals import Principal
from service.settings import Settings
from service.usecases.sign_in import SignedIn
from service.web.context import services

SESSION_COOKIE = "desk_session"
CSRF_HEADER = "X-CSRF-Token"

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class SignedInUser:
    """What Flask-Login asks of a user. Its `get_id` is the secret of this sign-in, not the account's id."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, principal: Principal, login_token: str) -> None:
        self.principal = principal
        self.login_token = login_token

    def get_id(self) -> str:
        return self.login_token


def init_auth(app: Flask, settings: Settings) -> None:
    """Set up the session cookie and Flask-Login."""
    app.secret_key = settings.require_secret_key()
    app.config.update(
        SESSION_COOKIE_NAME=SESSION_COOKIE,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.cookie_secure,
        SESSION_COOKIE_PATH="/",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=timedelta(seconds=settings.login_seconds),
    )
    manager = LoginManager()
    # A reader's address and browser may change; what counts is the record of the sign-in.
    manager.session_protection = None
    manager.user_loader(_load_user)
    # `manager.init_app` is not called: it adds a hook for a remember cookie, which this service does not
    # have, and the hook touches the session on every request, so that no answer could be cached.
    app.login_manager = manager  # type: ignore[attr-defined]


def caller() -> Principal | None:
    """Who is calling; None for a stranger. Without credentials the session is not touched.

    A cookie whose sign-in has ended is a stranger's. Raises InvalidToken, StoreUnavailable.
    """
    if "Authorization" in request.headers:
        return _by_token(request.headers["Authorization"])
    user = _by_cookie()
    return user.principal if user else None


def signed_in_caller() -> Principal:
    """Who is calling, with the right to do so proven: an unsafe call by cookie carries the CSRF token.

    Raises NotSignedIn, InvalidToken, CsrfFailed, StoreUnavailable.
    """
    if "Authorization" in request.headers:
        return _by_token(request.headers["Authorization"])
    user = _by_cookie()
    if user is None:
        raise NotSignedIn("Sign in first.")
    if request.method not in _SAFE_METHODS:
        _require_csrf_token(user)
    return user.principal


def has_credentials() -> bool:
    """Whether the request carries any, right or wrong."""
    return "Authorization" in request.headers or SESSION_COOKIE in request.cookies


def begin_login(signed_in: SignedIn) -> str:
    """Give the browser a new session cookie. The answer is the CSRF token that goes with it."""
    # Nothing of the session before survives: whoever planted it must not share the one that begins.
    session.clear()
    login_user(SignedInUser(signed_in.principal, signed_in.login_token))
    for unused in ("_id", "_fresh"):
        session.pop(unused)
    session.permanent = True
    return _csrf_token_for(signed_in.login_token)


def end_login() -> None:
    """End the caller's sign-in on the server and take the cookie back.

    Raises NotSignedIn for a caller by bearer token, which has no sign-in to end.
    """
    user = None if "Authorization" in request.headers else _by_cookie()
    if user is None:
        raise NotSignedIn("This call is not signed in by cookie, so there is nothing to end.")
    services().sign_out(user.login_token)
    logout_user()
    session.clear()


def csrf_token() -> str | None:
    """The CSRF token of the caller's sign-in; None for strangers and for callers by token."""
    user = None if "Authorization" in request.headers else _by_cookie()
    return _csrf_token_for(user.login_token) if user else None


def _load_user(login_token: str) -> SignedInUser | None:
    principal = services().recognise_login(login_token)
    return SignedInUser(principal, login_token) if principal else None


def _by_cookie() -> SignedInUser | None:
    if SESSION_COOKIE in request.cookies and isinstance(current_user, SignedInUser):
        return current_user
    return None


def _by_token(authorization: str) -> Principal:
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise InvalidToken("This service takes `Authorization: Bearer TOKEN` and no other kind.")
    return services().recognise_token(token.strip())


def _require_csrf_token(user: SignedInUser) -> None:
    sent = request.headers.get(CSRF_HEADER, "")
    if not hmac.compare_digest(sent.encode(), _csrf_token_for(user.login_token).encode()):
        raise CsrfFailed(f"Send the csrf_token of /api/v1/auth/session in the header {CSRF_HEADER}.")


def _csrf_token_for(login_token: str) -> str:
    """Bound to one sign-in, and no use for guessing it."""
    secret = current_app.secret_key
    assert isinstance(secret, str), "init_auth set it"
    return hmac.new(secret.encode(), b"csrf " + login_token.encode(), hashlib.sha256).hexdigest()
