"""An operator makes an API token for the magazine's own server."""

from dataclasses import dataclass
from datetime import timedelta

from service.domain.accounts import errors_in_name
from service.domain.clock import Clock
from service.domain.errors import FieldError, InvalidFields, NameTaken
from service.domain.ids import new_id
from service.domain.principals import TOKEN_ROLES, Principal, Role
from service.domain.secrets import new_secret, secret_hash
from service.storage.store import Store

TOKEN_PREFIX = "desk_"  # noqa: S105  so that scanners recognise a token that leaked


@dataclass(frozen=True, slots=True)
class CreateToken:
    store: Store
    clock: Clock

    def __call__(self, name: str, role: Role, lifetime: timedelta | None = None) -> str:
        """The token, which is shown this once: only its hash is kept. Without a lifetime it never expires.

        Raises InvalidFields, NameTaken, StoreUnavailable.
        """
        errors = errors_in_name(name)
        if role not in TOKEN_ROLES:
            errors.append(FieldError("role", "invalid_role", f"A token cannot be a {role}."))
        if errors:
            raise InvalidFields(errors)
        now = self.clock()
        token = TOKEN_PREFIX + new_secret()
        with self.store.write() as tx:
            principal = Principal(new_id(now), name, role)
            expires_at = now + lifetime if lifetime else None
            if not tx.api_tokens.add(principal, secret_hash(token), now, expires_at):
                raise NameTaken(f"There is a token called {name} already.")
        return token
