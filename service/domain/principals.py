"""Who is calling, and what each role may do.

The table below is the only place that grants anything; everything else asks it.
"""

from dataclasses import dataclass
from enum import StrEnum

from service.domain.errors import NotAllowed


class Role(StrEnum):
    READER = "reader"
    MODERATOR = "moderator"
    ADMIN = "admin"
    PUBLISHER = "publisher"
    """The magazine's own server. It publishes articles; it neither comments nor moderates."""


class Right(StrEnum):
    POST_COMMENT = "post comments"
    READ_OWN_COMMENTS = "list your own comments"
    MODERATE = "read the review queue and decide comments"
    PUBLISH_ARTICLE = "publish articles"


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.READER: frozenset({Right.POST_COMMENT, Right.READ_OWN_COMMENTS}),
    Role.MODERATOR: frozenset({Right.POST_COMMENT, Right.READ_OWN_COMMENTS, Right.MODERATE}),
    Role.ADMIN: frozenset(Right),
    Role.PUBLISHER: frozenset({Right.PUBLISH_ARTICLE}),
}

ACCOUNT_ROLES = (Role.READER, Role.MODERATOR, Role.ADMIN)
"""Roles that a person's account can have."""

TOKEN_ROLES = (Role.PUBLISHER,)
"""Roles that an API token can have."""


@dataclass(frozen=True, slots=True)
class Principal:
    """The authenticated caller: an account (its id and name) or an API token (its id and name)."""

    id: str
    name: str
    role: Role

    def may(self, right: Right) -> bool:
        return right in RIGHTS[self.role]

    def require(self, right: Right) -> None:
        """Raise NotAllowed, in words that name the right, unless this principal has it."""
        if not self.may(right):
            raise NotAllowed(f"A {self.role} may not {right}.")
