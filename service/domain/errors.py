"""What can go wrong, in the words of the domain.

Every error carries a stable `code` that clients may rely on, and a sentence for people. The way in
(HTTP, the command line) decides how an error is shown; it never invents a code of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class FieldError:
    """One thing wrong with one field of a request: which field, a stable code, a sentence."""

    field: str
    code: str
    message: str


class DomainError(Exception):
    """Base of every refusal. `detail` is a sentence for the person who asked."""

    code: ClassVar[str] = "error"
    title: ClassVar[str] = "Something went wrong"

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class InvalidFields(DomainError):
    """The request was understood and is not acceptable; `errors` says why, field by field."""

    code = "validation_failed"
    title = "The request has errors"

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__(" ".join(error.message for error in errors))
        self.errors = tuple(errors)


class NotSignedIn(DomainError):
    code = "not_signed_in"
    title = "Sign in first"


class WrongCredentials(DomainError):
    """The name or the password is wrong. Which of the two is never said."""

    code = "wrong_credentials"
    title = "The name or the password is wrong"


class InvalidToken(DomainError):
    """A bearer token was sent and is unknown, expired or revoked; which of these is never said."""

    code = "invalid_token"
    title = "The token is not valid"


class CsrfFailed(DomainError):
    code = "csrf_failed"
    title = "The CSRF token is missing or wrong"


class NotAllowed(DomainError):
    """The caller is known, and what was asked is not for their role."""

    code = "not_allowed"
    title = "Not allowed"


class TooManyAttempts(DomainError):
    code = "too_many_attempts"
    title = "Too many attempts"

    def __init__(self, detail: str, retry_after_seconds: int) -> None:
        super().__init__(detail)
        self.retry_after_seconds = retry_after_seconds


class ArticleNotFound(DomainError):
    code = "article_not_found"
    title = "No such article"


class ArticleClosed(DomainError):
    code = "article_closed"
    title = "Comments are closed"


class CommentNotFound(DomainError):
    """The comment does not exist, or is not for this caller to see; which of the two is never said."""

    code = "comment_not_found"
    title = "No such comment"


class IdempotencyKeyReused(DomainError):
    code = "idempotency_key_reused"
    title = "The Idempotency-Key was used for another request"


class NameTaken(DomainError):
    code = "name_taken"
    title = "The name is taken"


class StoreUnavailable(DomainError):
    """The database did not answer in time. Nothing can be promised about the request; it may be repeated."""

    code = "store_unavailable"
    title = "The service cannot store anything just now"
