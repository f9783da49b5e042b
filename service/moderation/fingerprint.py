"""What makes two comments the same text."""

import re
from hashlib import blake2b

from service.moderation.normalise import Text

MIN_CHARACTERS = 25
"""Shorter texts ("First!", "+1") are typed by many people independently and are never repeats."""

_BETWEEN_WORDS = re.compile(r"[\W_]+")


def normalised(body: str) -> str | None:
    """The folded text's letters and digits with single spaces between the words; None for a short text.

    Two texts that differ in case, width, spacing, punctuation, emoji or hidden characters only are equal
    in this form. None where fewer than MIN_CHARACTERS are left.
    """
    plain = _BETWEEN_WORDS.sub(" ", Text(body).folded.text).strip()
    return plain if len(plain) >= MIN_CHARACTERS else None


def fingerprint(body: str) -> str | None:
    """A 128-bit digest (32 hexadecimal digits) of the normalised text, or None for a short text."""
    plain = normalised(body)
    if plain is None:
        return None
    # Half of a surrogate pair cannot be encoded strictly; whether it may be posted is not decided here.
    return blake2b(plain.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
