"""The lines to judge: the project's own, and data sets beside it."""

import gzip
import json
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b
from pathlib import Path

from accuracy.targets import REAL, SLICES, Group, Target
from service.domain.body import MAX_BODY_CHARACTERS

CHECKOUT = Path(__file__).resolve().parent.parent
OWN_LINES = CHECKOUT / "tests" / "accuracy" / "lines"
DATA = CHECKOUT.parent / "shared" / "data"

SAMPLE = 4_000
"""So many lines of one label of a data set are enough: their share is known to 1.6 points at worst."""

_ENDING = ".jsonl.gz"
_LABELS = {"toxic": Group.TOXIC, "spam": Group.TOXIC, "clean": Group.CLEAN}
_FOREIGN = frozenset({"dev-germeval-de"})
_NOISY = frozenset({"dev-fox-news", "dev-davidson"})


class Side(StrEnum):
    """What lines may be used for."""

    OPEN = "open"
    """For tuning; they may be shown."""
    SEALED = "sealed"
    """For measuring alone: whoever has seen one has begun to tune to it. They are never shown."""


@dataclass(frozen=True, slots=True)
class Line:
    """`kind` tells lines of one slice apart, and may be empty."""

    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class LineSet:
    """Lines that should all meet with the same.

    `target` is None where the lines say nothing about what was reached, because the detectors were trained on
    them. `real` are the lines that people wrote as comments elsewhere.
    """

    name: str
    group: Group
    side: Side
    lines: tuple[Line, ...]
    target: float | None
    note: str = ""
    real: bool = False


class BadLines(Exception):
    """A file of lines cannot be read; the message says which one and why."""


def own_sets(folder: Path = OWN_LINES) -> list[LineSet]:
    """The project's own lines, each slice with its open and its sealed half. Raises BadLines."""
    return [
        LineSet(f"{slice_name}/{side}", target.group, side, own_lines(folder, side, slice_name), target.share)
        for slice_name, target in SLICES.items()
        for side in Side
    ]


def own_lines(folder: Path, side: Side, slice_name: str) -> tuple[Line, ...]:
    """Half of a slice. Raises BadLines."""
    path = folder / side / f"{slice_name}.toml"
    try:
        with path.open("rb") as file:
            return tuple(Line(each["text"], each.get("kind", "")) for each in tomllib.load(file)["line"])
    except (OSError, ValueError, KeyError) as error:
        raise BadLines(f"{side}/{path.name} cannot be read: {error!r}") from error


def data_sets(folder: Path, *, full: bool = False) -> list[LineSet]:
    """What stands in a folder of `dev-` and `train-` files, each label a set. Raises BadLines.

    At most SAMPLE lines of each unless all are wanted; always the same ones. Texts that are too long to be
    posted are left out, and of the `dev-` files those that the detectors were trained on.
    """
    training = {path: _texts_by_label(path) for path in sorted(folder.glob(f"train-*{_ENDING}"))}
    seen = {_alike(text) for texts in training.values() for label in texts.values() for text in label}
    measuring = {path: _texts_by_label(path) for path in sorted(folder.glob(f"dev-*{_ENDING}"))}
    for texts in measuring.values():
        for label, listed in texts.items():
            texts[label] = [text for text in listed if _alike(text) not in seen]
    most = None if full else SAMPLE
    return [
        _data_set(path.name.removesuffix(_ENDING), label, tuple(map(Line, _sampled(texts[label], most))))
        for path, texts in (measuring | training).items()
        for label in sorted(texts, reverse=True)
    ]


def _texts_by_label(path: Path) -> dict[str, list[str]]:
    texts: dict[str, list[str]] = {}
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for row in map(json.loads, file):
                if len(row["text"]) <= MAX_BODY_CHARACTERS:
                    texts.setdefault(row["label"], []).append(row["text"])
    except (OSError, EOFError, ValueError, KeyError) as error:
        raise BadLines(f"{path.name} cannot be read: {error!r}") from error
    return texts


def _alike(text: str) -> str:
    """What two texts have in common that differ in case and spaces alone."""
    return " ".join(text.casefold().split())


def _sampled(texts: list[str], most: int | None) -> list[str]:
    """So many of the texts, picked by a hash: the same ones whatever else stands in the file."""
    if most is None or len(texts) <= most:
        return texts
    return sorted(texts, key=lambda text: blake2b(text.encode(errors="surrogatepass")).digest())[:most]


def _data_set(name: str, label: str, lines: tuple[Line, ...]) -> LineSet:
    if label not in _LABELS:
        raise BadLines(f"{name} has lines with the label {label!r}; known are {', '.join(_LABELS)}.")
    group = _LABELS[label]
    full_name = f"{name}/{label}"
    if name.startswith("train-"):
        return LineSet(full_name, group, Side.OPEN, lines, None, "trained on")
    if name in _FOREIGN:
        return LineSet(full_name, Group.FOREIGN, Side.SEALED, lines, None)
    target: Target = REAL[group]
    note = "labels noisy" if name in _NOISY else ""
    return LineSet(full_name, group, Side.SEALED, lines, target.share, note, real=True)


def chosen(sets: list[LineSet], name: str) -> list[LineSet]:
    """The sets with this name, or with this part of a name: `spam`, `sealed`, `dev-surge`, `spam/open`."""
    return [each for each in sets if name == each.name or name in each.name.split("/")]
