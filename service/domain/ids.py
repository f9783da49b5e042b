"""Opaque identifiers that sort by the time of their creation.

The idea is the ULID's, a moment and random bits in Crockford's base 32, which leaves out the letters that
people misread; here 54 bits of microseconds and 74 random ones. 26 characters, safe in a URL, in an RQ job
id and in a file name.
"""

import re
import secrets
from datetime import UTC, datetime, timedelta

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 26
_RANDOM_BITS = 74
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PATTERN = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}")


def new_id(now: datetime) -> str:
    """A fresh identifier; of two made in different microseconds the later one sorts higher."""
    microseconds = (now - _EPOCH) // timedelta(microseconds=1)
    value = microseconds << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS)
    characters = []
    for _ in range(_LENGTH):
        characters.append(_ALPHABET[value & 31])
        value >>= 5
    return "".join(reversed(characters))


def is_id(text: str) -> bool:
    """Whether the text has an identifier's form; says nothing about whether such a thing exists."""
    return _PATTERN.fullmatch(text) is not None
