"""Data sets in a folder beside the checkout: what they are used for follows from their names."""

import gzip
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from accuracy.lines import SAMPLE, BadLines, LineSet, Side, data_sets
from accuracy.targets import Group
from service.domain.body import MAX_BODY_CHARACTERS


def write(folder: Path, name: str, rows: Sequence[tuple[str, str]]) -> None:
    lines = "".join(json.dumps({"text": text, "label": label}) + "\n" for label, text in rows)
    (folder / f"{name}.jsonl.gz").write_bytes(gzip.compress(lines.encode()))


def only(sets: list[LineSet]) -> LineSet:
    (one,) = sets
    return one


def test_each_label_is_a_set_of_its_own(tmp_path: Path) -> None:
    write(tmp_path, "dev-forum", [("clean", "one"), ("toxic", "two"), ("clean", "three")])
    toxic, clean = data_sets(tmp_path)
    assert (toxic.name, toxic.group, len(toxic.lines)) == ("dev-forum/toxic", Group.TOXIC, 1)
    assert (clean.name, clean.group, len(clean.lines)) == ("dev-forum/clean", Group.CLEAN, 2)


def test_spam_should_be_caught_like_anything_toxic(tmp_path: Path) -> None:
    write(tmp_path, "train-post", [("spam", "one")])
    assert only(data_sets(tmp_path)).group is Group.TOXIC


def test_what_was_trained_on_has_no_target_and_may_be_shown(tmp_path: Path) -> None:
    write(tmp_path, "train-forum", [("toxic", "one")])
    trained_on = only(data_sets(tmp_path))
    assert (trained_on.target, trained_on.note, trained_on.side) == (None, "trained on", Side.OPEN)
    assert not trained_on.real


def test_what_is_only_measured_has_a_target_and_is_never_shown(tmp_path: Path) -> None:
    write(tmp_path, "dev-forum", [("toxic", "one")])
    measured = only(data_sets(tmp_path))
    assert (measured.target, measured.side, measured.real) == (0.8, Side.SEALED, True)


def test_a_sample_is_the_same_whatever_order_the_file_has(tmp_path: Path) -> None:
    rows = [("clean", f"line {number}") for number in range(SAMPLE + 500)]
    write(tmp_path, "dev-forum", rows)
    sampled = only(data_sets(tmp_path)).lines
    assert len(sampled) == len(set(sampled)) == SAMPLE
    write(tmp_path, "dev-forum", rows[::-1])
    assert only(data_sets(tmp_path)).lines == sampled
    assert len(only(data_sets(tmp_path, full=True)).lines) == SAMPLE + 500


def test_a_text_that_nobody_could_post_is_left_out(tmp_path: Path) -> None:
    write(
        tmp_path,
        "dev-forum",
        [("clean", "x" * MAX_BODY_CHARACTERS), ("clean", "x" * (MAX_BODY_CHARACTERS + 1))],
    )
    assert [len(line.text) for line in only(data_sets(tmp_path)).lines] == [MAX_BODY_CHARACTERS]


def test_a_file_of_another_kind_is_left_alone(tmp_path: Path) -> None:
    write(tmp_path, "sealed-forum", [("clean", "one")])
    (tmp_path / "dev-notes.txt").write_text("no data", "utf-8")
    assert data_sets(tmp_path) == []


def test_an_unknown_label_is_refused_with_its_name(tmp_path: Path) -> None:
    write(tmp_path, "dev-forum", [("rude", "one")])
    with pytest.raises(BadLines, match="dev-forum has lines with the label 'rude'"):
        data_sets(tmp_path)


@pytest.mark.parametrize(
    "content", [b"no archive", gzip.compress(b'{"text": "one"}\n')[:-9], gzip.compress(b"{}\n")]
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "dev-forum.jsonl.gz").write_bytes(content)
    with pytest.raises(BadLines, match=r"dev-forum\.jsonl\.gz cannot be read"):
        data_sets(tmp_path)
