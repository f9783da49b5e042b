"""Accounts: names, passwords, and the records of who is signed in."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from service.domain.errors import FieldError
from service.domain.principals import Principal

SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 128
_NAME = re.compile(r"[^\s\x00-\x1f\x7f](?:[^\x00-\x1f\x7f]{0,62}[^\s\x00-\x1f\x7f])?")


@dataclass(frozen=True, slots=True)
class Account:
    principal: Principal
    password_hash: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Login:
    """A record of one sign-in; `token_hash` is all that is kept of the secret in the browser's cookie."""

    token_hash: str
    principal: Principal
    created_at: datetime
    last_seen_at: datetime
    revoked_at: datetime | None


def name_key(name: str) -> str:
    """The form in which names are compared: no two accounts differ only in case, width or composition."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def errors_in_name(name: str) -> list[FieldError]:
    """What is wrong with a name for an account; empty if nothing is."""
    visible = all(unicodedata.category(character)[0] != "C" for character in name)
    if visible and _NAME.fullmatch(name):
        return []
    return [
        FieldError("name", "invalid_name", "A name has 1 to 64 visible characters, no space at either end.")
    ]


def errors_in_password(password: str, name: str) -> list[FieldError]:
    """What is wrong with a new password; empty if nothing is."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        message = f"A password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters."
        return [FieldError("password", "invalid_password", message)]
    if name_key(password) == name_key(name):
        return [FieldError("password", "invalid_password", "The password must not be the name.")]
    return []
