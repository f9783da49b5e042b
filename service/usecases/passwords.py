"""How passwords are hashed and checked."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@cache
def _unknown_hash() -> str:
    """What a password for an unknown name is compared with. Made once in a process, at the first sign-in."""
    return _HASHER.hash("no account has this password")


class Passwords:
    """argon2id at 19 MiB, two passes, one lane (OWASP's first choice): 40 to 50 ms of one core."""

    def hash(self, password: str) -> str:
        return _HASHER.hash(password)

    def verify(self, password_hash: str | None, password: str) -> bool:
        """Whether the password is right. Where there is none to compare with (an unknown name) the same
        work is done, so that the time of the answer tells nothing.
        """
        instead = _unknown_hash()  # asked for whichever name this is, so that the first call tells nothing
        try:
            matches = _HASHER.verify(password_hash or instead, password)
        except (VerificationError, InvalidHashError):
            return False
        return matches and password_hash is not None
