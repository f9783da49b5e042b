"""A text without what hides letters, and the way back to what was typed."""

import re
from collections.abc import Sequence

from service.domain.judgement import Span
from service.moderation.normalise.characters import fold_character, is_script_mark
from service.moderation.normalise.entities import entities
from service.moderation.normalise.lookalikes import may_have_lookalikes, replace_lookalikes

# In ASCII only entities and control characters hide letters.
_HIDING_ASCII = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|&[#a-zA-Z]")
_PLAIN_ASCII = frozenset(map(chr, range(0x20, 0x7F))).union("\n\t\r")
# Letters in a box. Two of them are a flag.
_BOXES = re.compile("[\U0001f1e6-\U0001f1ff]{1,500}")
_UNBOXED = {code: code - 0x1F1E6 + ord("a") for code in range(0x1F1E6, 0x1F200)}
_FLAG = 2


class Folded:
    """The text without what hides letters, in one case, with the way back to what was typed.

    `text[i]` came from the characters of the body from `starts[i]` to `ends[i]`. In most texts every
    character stands where it stood: then both are None, and `i` stands for itself.
    """

    def __init__(
        self, text: str, starts: Sequence[int] | None = None, ends: Sequence[int] | None = None
    ) -> None:
        self.text = text
        self.starts = starts
        self.ends = ends

    @property
    def in_place(self) -> bool:
        """Whether every character stands where it stood in the body."""
        return self.starts is None

    def span(self, start: int, end: int) -> Span:
        """What was typed for `text[start:end]`, which is not empty."""
        return Span(*self.place(start, end))

    def place(self, start: int, end: int) -> tuple[int, int]:
        """As `span`, start and end as plain numbers."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]

    def reading(self, text: str) -> "Folded":
        """Another text in the same places: one of the same length."""
        return Folded(text, self.starts, self.ends)

    def then(self, further: "Folded") -> "Folded":
        """This and then another folding, which was made of `text`, as one."""
        if further.starts is None or further.ends is None:
            return self.reading(further.text)
        if self.starts is None or self.ends is None:
            return further
        starts = [self.starts[start] for start in further.starts]
        ends = [self.ends[end - 1] for end in further.ends]
        return Folded(further.text, starts, ends)


class _Writer:
    """Writes a folding of a text from its beginning to its end."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._read = 0
        self._parts: list[str] = []
        self._starts: list[int] = []
        self._ends: list[int] = []

    def keep(self, until: int) -> None:
        """Writes what stands before `until` as it is."""
        if until > self._read:
            self._parts.append(self._text[self._read : until])
            self._starts.extend(range(self._read, until))
            self._ends.extend(range(self._read + 1, until + 1))
            self._read = until

    def put(self, written: str, until: int) -> None:
        """Writes this, which may be empty, in place of what stands before `until`."""
        if written:
            self._parts.append(written)
            self._starts.extend([self._read] * len(written))
            self._ends.extend([until] * len(written))
        self._read = until

    def folded(self) -> Folded:
        """All that was written, and the rest of the text as it is."""
        if not self._read:
            return Folded(self._text)
        self.keep(len(self._text))
        return Folded("".join(self._parts), self._starts, self._ends)


def fold_body(body: str) -> Folded:
    """Folds a whole text, in time that grows with its length and nothing else. Never raises."""
    if body.isascii() and not _HIDING_ASCII.search(body):
        return Folded(body.lower())
    folded = _fold_characters(_read_entities(body) if "&" in body else Folded(body))
    text = replace_lookalikes(folded.text) if may_have_lookalikes(folded.text) else folded.text
    # No letter that is left grows or shrinks with its case. Greek has two small letters for one capital.
    return folded.reading(text.lower().replace("ς", "σ"))


def _read_entities(body: str) -> Folded:
    written = _Writer(body)
    for entity in entities(body):
        written.keep(entity.start)
        written.put(entity.shown, entity.end)
    return written.folded()


def _fold_characters(read: Folded) -> Folded:
    text = read.text
    unusual = set(text) - _PLAIN_ASCII
    if max(unusual, default="") >= "\U0001f1e6" and _BOXES.search(text):
        text = _BOXES.sub(_unbox, text)
        unusual = set(text) - _PLAIN_ASCII
    folds = {character: fold_character(character) for character in unusual}
    script_marks = set(filter(is_script_mark, unusual))
    if not script_marks and all(len(fold) == 1 for fold in folds.values()):
        return read.reading(text.translate({ord(character): fold for character, fold in folds.items()}))
    parts = [folds.get(character, character) for character in text]
    if script_marks:
        _drop_from_latin(script_marks, text, parts)
    starts = [position for position, part in enumerate(parts) for _ in part]
    return read.then(Folded("".join(parts), starts, [start + 1 for start in starts]))


def _drop_from_latin(script_marks: set[str], text: str, parts: list[str]) -> None:
    """Empties the parts that are marks on Latin letters, be they stacked."""
    hidden = -1
    for position, character in enumerate(text):
        if character in script_marks and position:
            below = parts[position - 1][-1:]
            if hidden == position - 1 or (below.isascii() and below.isalpha()):
                parts[position] = ""
                hidden = position


def _unbox(run: re.Match[str]) -> str:
    """Boxes as letters, but for flags: two boxes, or more that stand at a word as flags often do."""
    text, boxes = run.string, run[0]
    beside = text[max(0, run.start() - 1) : run.start()] + text[run.end() : run.end() + 1]
    if len(boxes) == _FLAG or (len(boxes) > _FLAG and any(map(str.isalnum, beside))):
        return boxes
    return boxes.translate(_UNBOXED)
