"""An operator makes an account."""

from dataclasses import dataclass

from service.domain.accounts import Account, errors_in_name, errors_in_password
from service.domain.clock import Clock
from service.domain.errors import FieldError, InvalidFields, NameTaken
from service.domain.ids import new_id
from service.domain.principals import ACCOUNT_ROLES, Principal, Role
from service.storage.store import Store
from service.usecases.passwords import Passwords


@dataclass(frozen=True, slots=True)
class CreateAccount:
    store: Store
    passwords: Passwords
    clock: Clock

    def __call__(self, name: str, role: Role, password: str) -> Principal:
        """The new account. Raises InvalidFields, NameTaken, StoreUnavailable."""
        errors = [*errors_in_name(name), *errors_in_password(password, name)]
        if role not in ACCOUNT_ROLES:
            errors.append(FieldError("role", "invalid_role", f"An account cannot be a {role}."))
        if errors:
            raise InvalidFields(errors)
        now = self.clock()
        account = Account(Principal(new_id(now), name, role), self.passwords.hash(password), now)
        with self.store.write() as tx:
            if not tx.accounts.add(account):
                raise NameTaken(f"There is an account called {name} already.")
        return account.principal
