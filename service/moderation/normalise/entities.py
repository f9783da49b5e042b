"""HTML entities in a text: where they stand and what they stand for."""

import re
from collections.abc import Iterator
from html import unescape
from html.entities import html5
from typing import NamedTuple

# `&amp;#102;` has been escaped twice: the few `amp;` between belong to the entity.
_ENTITY = re.compile(r"&((?:amp;){0,4})(#[0-9]{1,32};?|#[xX][0-9a-fA-F]{1,32};?|[A-Za-z][A-Za-z0-9]{1,31};?)")
_MIN_NAME = 2


class Entity(NamedTuple):
    """`text[start:end]` is an entity; a browser would show `shown`."""

    start: int
    end: int
    shown: str


def entities(text: str) -> Iterator[Entity]:
    """The entities of a text in reading order: named, decimal and hexadecimal, those without the
    semicolon as HTML has them.
    """
    for match in _ENTITY.finditer(text):
        start, escaped, written = match.start(), match[1], match[2]
        if written[0] != "#" and not written.endswith(";"):
            written = _known_beginning(written)
            # In a web address, `&copy=2` is the parameter `copy`.
            if text.startswith("=", match.start(2) + len(written)):
                written = ""
        shown = unescape("&" + written)
        if shown != "&" + written:
            yield Entity(start, match.start(2) + len(written), shown)
        elif escaped:
            yield Entity(start, match.end(1), "&")


def _known_beginning(name: str) -> str:
    """The longest beginning of this that HTML knows as a name without a semicolon, or nothing."""
    for length in range(len(name), _MIN_NAME - 1, -1):
        if name[:length] in html5:
            return name[:length]
    return ""
