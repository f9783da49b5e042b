"""Words that are made of a strong word and another one, written together."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from service.moderation.lexicon.entries import Entry


def glued_forms(path: Path, words: Mapping[str, Entry]) -> Iterator[tuple[str, Entry]]:
    """Each glued entry with each of the words that stand before or behind one, and with each other.

    The graver half names what a pair is. Raises what reading raises.
    """
    table = tomllib.loads(path.read_text("utf-8"))
    before, behind = table["before"]["words"].split(), table["behind"]["words"].split()
    stems = {form: entry for form, entry in words.items() if entry.group.glued and entry.text == entry.stem}
    for form, entry in stems.items():
        for other in before:
            yield other + form, entry
        for other in behind:
            yield form + other, entry
            yield form + other + "s", entry
        for second, other_entry in stems.items():
            yield form + second, max(entry, other_entry, key=lambda half: half.group.severity)
