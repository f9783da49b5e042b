"""The file that a trained model is kept in.

A model file is, in this order, numbers little-endian:

    8 bytes   the mark of a model file
    2 bytes   the version of this layout
    4 bytes   the length of the description
    ...       the description, JSON in UTF-8
    2^bits    the weights, one signed byte each
    32 bytes  the SHA-256 of everything before

Nothing in it is ever run: a file from strangers can be wrong, and no more than that.
"""

import hashlib
import struct
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from service.moderation.model import features
from service.moderation.model.errors import ModelError

MARK = b"\x89DESKMDL"
LAYOUT = 1
MAX_FILE_BYTES = 4_000_000
_HEAD = struct.Struct("<8sHI")
_DIGEST_BYTES = 32


class Source(msgspec.Struct, frozen=True):
    """A file that the model was trained on. `sha256` is that of its lines, compressed or not."""

    name: str
    sha256: str
    rows: int
    positive: int
    licence: str


class Measure(msgspec.Struct, frozen=True):
    """How well examples were told apart by models that had not seen them.

    `unseen` says what those models had not seen: "examples" (cross-validation) or "source" (nothing of
    this source). `auc` is the area under the ROC curve; `caught` the share of positive examples found
    when one, two or four per cent of the clean ones are flagged, by that per cent.
    """

    source: str
    unseen: str
    rows: int
    positive: int
    auc: float
    caught: dict[str, float]


class Description(msgspec.Struct, frozen=True):
    """What a model is and where it comes from.

    A weight in the file times `scale` is the weight. A text's margin is `bias` plus the sum of the
    weights of its features over the square root of their number plus `smoothing`. `slope` and `offset`
    make a probability of it. `thresholds` are the probabilities that one, two and four per cent of clean
    texts reached in cross-validation, by that per cent.
    """

    kind: str
    features: int
    bits: int
    scale: float
    bias: float
    smoothing: float
    slope: float
    offset: float
    thresholds: dict[str, float]
    seed: int
    sources: list[Source]
    measures: list[Measure]


@dataclass(frozen=True, slots=True)
class Model:
    """A model as it is kept. `digest` is the file's SHA-256 in hexadecimal, "" before it is written."""

    description: Description
    weights: npt.NDArray[np.int8]
    digest: str = ""


def packed(model: Model) -> bytes:
    """The model file's content. The same model gives the same bytes."""
    described = msgspec.json.encode(model.description)
    body = _HEAD.pack(MARK, LAYOUT, len(described)) + described + model.weights.tobytes()
    return body + hashlib.sha256(body).digest()


def write_model(model: Model, path: Path) -> str:
    """Write a model file, whole or not at all; its digest. Raises ModelError where it cannot be written."""
    content = packed(model)
    beside = path.with_name(path.name + ".new")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        raise ModelError(f"The model file {path} cannot be written: {error.strerror}.") from error
    return hashlib.sha256(content).hexdigest()


def read_model(path: Path) -> Model:
    """The model in a file. Raises ModelError, which names the file and what is wrong with it."""
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise ModelError(f"{path.name} is not a model file: it is far too large.")
        content = path.read_bytes()
    except OSError as error:
        raise ModelError(f"The model file {path.name} cannot be read: {error.strerror}.") from error
    try:
        return unpacked(content)
    except ModelError as error:
        raise ModelError(f"{path.name} cannot be used: {error}") from error


def unpacked(content: bytes) -> Model:
    """The model in a model file's content. Raises ModelError."""
    if not content.startswith(MARK):
        raise ModelError("it is not a model file.")
    if len(content) < _HEAD.size + _DIGEST_BYTES:
        raise ModelError("it ends too early.")
    _, layout, length = _HEAD.unpack_from(content)
    if layout != LAYOUT:
        raise ModelError(f"its layout is version {layout}, and this service reads version {LAYOUT}.")
    body, checksum = content[:-_DIGEST_BYTES], content[-_DIGEST_BYTES:]
    if hashlib.sha256(body).digest() != checksum:
        raise ModelError("it is damaged or cut off: its checksum does not fit.")
    description = _described(body[_HEAD.size : _HEAD.size + length])
    weights = np.frombuffer(body, np.int8, offset=_HEAD.size + length)
    if len(weights) != 1 << description.bits:
        raise ModelError(f"it has {len(weights)} weights, and should have {1 << description.bits}.")
    return Model(description, weights, hashlib.sha256(content).hexdigest())


def _described(encoded: bytes) -> Description:
    try:
        description = msgspec.json.decode(encoded, type=Description)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ModelError(f"its description is not understood: {error}.") from error
    if description.features != features.VERSION or description.bits != features.BITS:
        raise ModelError("it was trained for another version of this service. Train it again.")
    if description.slope <= 0 or description.scale <= 0 or description.smoothing <= 0:
        raise ModelError("its description is not understood: a factor is not above 0.")
    return description
