"""A model file comes back as it was written, and anything else is refused with what is wrong."""

import hashlib
import struct
from collections.abc import Callable
from pathlib import Path

import msgspec
import numpy as np
import pytest

from service.moderation.model import features
from service.moderation.model.errors import ModelError
from service.moderation.model.weights import (
    MARK,
    MAX_FILE_BYTES,
    Description,
    Measure,
    Model,
    Source,
    packed,
    read_model,
    unpacked,
    write_model,
)


@pytest.fixture
def model() -> Model:
    description = Description(
        kind="toxicity",
        features=features.VERSION,
        bits=features.BITS,
        scale=0.05,
        bias=-1.5,
        smoothing=30.0,
        slope=1.2,
        offset=-0.3,
        thresholds={"1%": 0.8, "2%": 0.5, "4%": 0.3},
        seed=1,
        sources=[Source("own", "ab" * 32, 90, 30, "our own")],
        measures=[Measure("own", "examples", 90, 30, 0.95, {"1%": 0.5, "2%": 0.6, "4%": 0.7})],
    )
    weights = np.random.default_rng(1).integers(-127, 128, 1 << features.BITS, dtype=np.int8)
    return Model(description, weights)


def resealed(content: bytes) -> bytes:
    """The content with a checksum that fits."""
    return content[:-32] + hashlib.sha256(content[:-32]).digest()


def with_description(content: bytes, change: Callable[[dict[str, object]], object]) -> bytes:
    (length,) = struct.unpack_from("<I", content, 10)
    described = msgspec.json.decode(content[14 : 14 + length])
    change(described)
    encoded = msgspec.json.encode(described)
    return resealed(content[:10] + struct.pack("<I", len(encoded)) + encoded + content[14 + length :])


DAMAGES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "empty": (lambda whole: whole[:0], "not a model file"),
    "another file": (lambda whole: b"PK\x03\x04" + whole, "not a model file"),
    "the mark alone": (lambda whole: whole[:8], "ends too early"),
    "cut in the description": (lambda whole: whole[:200], "damaged or cut off"),
    "cut in the weights": (lambda whole: whole[:-100], "damaged or cut off"),
    "something behind it": (lambda whole: whole + b"\n", "damaged or cut off"),
    "one bit of a weight": (lambda whole: whole[:-50] + bytes([whole[-50] ^ 1]) + whole[-49:], "damaged"),
    "one bit of the description": (lambda whole: whole[:40] + bytes([whole[40] ^ 1]) + whole[41:], "damaged"),
    "another layout": (lambda whole: resealed(whole[:8] + b"\x09\x00" + whole[10:]), "layout is version 9"),
    "no JSON": (lambda whole: resealed(whole[:14] + b"!" + whole[15:]), "description is not understood"),
    "description longer than the file": (
        lambda whole: resealed(whole[:10] + b"\xff\xff\xff\xff" + whole[14:]),
        "description is not understood",
    ),
    "a weight too few": (lambda whole: resealed(whole[:-33] + whole[-32:]), "262143 weights"),
    "a field missing": (
        lambda whole: with_description(whole, lambda described: described.pop("bias")),
        "missing required field `bias`",
    ),
    "a field of another type": (
        lambda whole: with_description(whole, lambda described: described.update(bias="high")),
        "Expected `float`",
    ),
    "other features": (
        lambda whole: with_description(whole, lambda described: described.update(features=99)),
        "Train it again",
    ),
    "another number of buckets": (
        lambda whole: with_description(whole, lambda described: described.update(bits=60)),
        "Train it again",
    ),
    "a slope downwards": (
        lambda whole: with_description(whole, lambda described: described.update(slope=-1.0)),
        "not above 0",
    ),
}


def test_a_model_comes_back_as_it_was_written(model: Model, tmp_path: Path) -> None:
    path = tmp_path / "own.model"
    digest = write_model(model, path)
    read = read_model(path)
    assert read.description == model.description
    assert (read.weights == model.weights).all()
    assert read.digest == digest == hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_same_model_gives_the_same_bytes(model: Model) -> None:
    assert packed(model) == packed(Model(model.description, model.weights.copy()))


@pytest.mark.parametrize("name", DAMAGES)
def test_a_file_that_is_wrong_is_refused_with_its_name_and_what_is_wrong(
    model: Model, tmp_path: Path, name: str
) -> None:
    damage, said = DAMAGES[name]
    path = tmp_path / "own.model"
    path.write_bytes(damage(packed(model)))
    with pytest.raises(ModelError, match=r"own\.model") as refused:
        read_model(path)
    assert said in refused.value.detail


def test_no_damage_anywhere_goes_unnoticed(model: Model) -> None:
    whole = packed(model)
    for place in [*range(0, 600, 7), *range(600, len(whole), 10_007), len(whole) - 1]:
        with pytest.raises(ModelError):
            unpacked(whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1 :])


def test_a_missing_file_a_folder_and_a_huge_file_are_refused(tmp_path: Path) -> None:
    huge = tmp_path / "huge.model"
    with huge.open("wb") as file:
        file.write(MARK)
        file.truncate(MAX_FILE_BYTES + 1)
    for path, said in (
        (tmp_path / "none.model", "No such file"),
        (tmp_path, "Is a directory"),
        (huge, "far too large"),
    ):
        with pytest.raises(ModelError, match=said):
            read_model(path)


def test_a_file_that_cannot_be_written_is_an_error_and_leaves_nothing(model: Model, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be written"):
        write_model(model, tmp_path / "no such folder" / "own.model")
    assert list(tmp_path.iterdir()) == []
