"""What makes two comments the same text."""

import re
from hashlib import blake2b

from service.moderation.normalise import fold

MIN_CHARACTERS = 25
"""Shorter texts ("First!", "+1") are typed by many people independently and are never repeats."""

_BETWEEN_WORDS = re.compile(r"[\W_]+")


def fingerprint(body: str) -> str | None:
    """A 128-bit digest (32 hexadecimal digits) of the text's letters and digits, or None for a short text.

    Two texts that differ in case, width, spacing, punctuation or emoji only have the same fingerprint.
    None where fewer than MIN_CHARACTERS are left after normalising.
    """
    normalised = _BETWEEN_WORDS.sub(" ", fold(body)).strip()
    if len(normalised) < MIN_CHARACTERS:
        return None
    # Half of a surrogate pair cannot be encoded strictly; whether it may be posted is not decided here.
    return blake2b(normalised.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
