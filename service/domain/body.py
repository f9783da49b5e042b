"""The rules for a comment's text, before anybody judges what it says."""

import re
import unicodedata

from service.domain.errors import FieldError, InvalidFields

MAX_BODY_CHARACTERS = 5_000

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# Embeddings and overrides make text read in another order than it is stored, for everything that follows
# them on the page. Isolates (U+2066-2069) and marks (U+200E, U+200F) serve honest right-to-left text.
_BIDI_OVERRIDE = re.compile("[\u202a-\u202e]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_INVISIBLE = re.compile(
    "[\\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202f"
    "\u205f-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0]+"
)


def clean_body(typed: str, field: str = "body") -> str:
    """The text to store: as typed, in NFC, with line ends as a line feed and no space around it.

    Raises InvalidFields for the field, with one of the codes `empty`, `too_long`, `control_character`,
    `bidi_override`, `lone_surrogate`.
    """
    if _SURROGATE.search(typed):
        raise _refusal(field, "lone_surrogate", "The comment contains half of a character. Type it again.")
    body = unicodedata.normalize("NFC", typed.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not _INVISIBLE.sub("", body):
        raise _refusal(field, "empty", "The comment is empty. Write something first.")
    if len(body) > MAX_BODY_CHARACTERS:
        raise _refusal(
            field,
            "too_long",
            f"The comment has {len(body):,} characters; {MAX_BODY_CHARACTERS:,} is the most.",
        )
    if _CONTROL.search(body):
        raise _refusal(field, "control_character", "The comment contains a control character. Take it out.")
    if _BIDI_OVERRIDE.search(body):
        raise _refusal(
            field,
            "bidi_override",
            "The comment contains a character that reverses the text around it. Take it out.",
        )
    return body


def _refusal(field: str, code: str, message: str) -> InvalidFields:
    return InvalidFields([FieldError(field, code, message)])
