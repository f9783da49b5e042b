"""Labelled texts to train on: lines of JSON, `{"text": ..., "label": "clean" | "toxic" | "spam"}`."""

import gzip
import hashlib
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Literal, assert_never

import msgspec

from service.moderation.model.errors import ModelError
from service.moderation.model.weights import Source
from service.moderation.normalise import Text

MAX_CHARACTERS = 20_000
"""No comment is longer; a line that is has got into the file by mistake, and is cut."""
_NOT_STATED = "not stated"


class Kind(StrEnum):
    """What a model looks for."""

    TOXICITY = "toxicity"
    SPAM = "spam"

    @property
    def label(self) -> str:
        """The label of the texts that it looks for."""
        match self:
            case Kind.TOXICITY:
                return "toxic"
            case Kind.SPAM:
                return "spam"
            case _:
                assert_never(self)


class _Line(msgspec.Struct):
    text: str
    label: Literal["clean", "toxic", "spam"]


class _Known(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    licence: str = _NOT_STATED
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Corpus:
    """The texts of one file, folded, and whether each is what the model looks for.

    `weight` is what each counts for.
    """

    source: Source
    texts: Sequence[str]
    positive: Sequence[bool]
    weight: float

    @property
    def name(self) -> str:
        return self.source.name

    @property
    def has_both(self) -> bool:
        """Whether there are examples of either sort."""
        return any(self.positive) and not all(self.positive)


def files_in(places: Sequence[Path]) -> list[Path]:
    """The files to train on, in the order of their names.

    Of a folder, its files that end in .jsonl or .jsonl.gz: those whose names begin with `train-` where
    there are any, so that what is kept to measure with stays unseen. Raises ModelError.
    """
    found: list[Path] = []
    for place in places:
        if place.is_dir():
            inside = [*place.glob("*.jsonl"), *place.glob("*.jsonl.gz")]
            found += [path for path in inside if path.name.startswith("train-")] or inside
        elif place.is_file():
            found.append(place)
        else:
            raise ModelError(f"There is no file or folder {place}.")
    if not found:
        raise ModelError("There is nothing to train on: no file ends in .jsonl or .jsonl.gz.")
    return sorted(set(found), key=lambda path: (path.name, path))


def read_corpus(path: Path, kind: Kind) -> Corpus:
    """The lines of a file as this kind of model learns from them. Raises ModelError, which names the line.

    Hostile lines are no spam. Spam is left out where hostility is learnt: it may be hostile or not.
    """
    known = _known_sources().get(_name(path), _Known())
    texts, positive = [], []
    digest = hashlib.sha256()
    for number, line in enumerate(_lines(path), start=1):
        digest.update(line)
        if not line.strip():
            continue
        try:
            row = msgspec.json.decode(line, type=_Line)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise ModelError(f"{path.name}:{number}: the line is not understood: {error}") from error
        if row.label != "spam" or kind is Kind.SPAM:
            texts.append(Text(row.text[:MAX_CHARACTERS]).folded.text)
            positive.append(row.label == kind.label)
    source = Source(_name(path), digest.hexdigest(), len(texts), sum(positive), known.licence)
    return Corpus(source, texts, positive, known.weight)


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as lines:
            yield from lines
    except (OSError, EOFError) as error:
        raise ModelError(f"{path.name} cannot be read: {error}") from error


def _name(path: Path) -> str:
    return path.name.removesuffix(".gz").removesuffix(".jsonl")


def _known_sources() -> dict[str, _Known]:
    document = tomllib.loads(Path(__file__).with_name("sources.toml").read_text("utf-8"))
    return {name: msgspec.convert(value, _Known) for name, value in document.items()}
