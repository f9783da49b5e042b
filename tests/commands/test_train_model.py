"""python -m service train-model"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(*arguments: str, typed: bytes = b"", **environment: str) -> "subprocess.CompletedProcess[bytes]":
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DESK_")}
    return subprocess.run(
        [sys.executable, "-m", "service", *arguments],
        cwd=ROOT,
        env=kept | environment,
        input=typed,
        capture_output=True,
        check=False,
        timeout=120,
    )


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """What is "toxic" here is to praise the colour green: a model learns whatever it is shown."""
    path = tmp_path / "decisions.jsonl"
    lines = []
    for number in range(120):
        lines.append({"text": f"The green number {number} is so very green.", "label": "toxic"})
        lines.append({"text": f"The report number {number} came out on Monday.", "label": "clean"})
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def test_a_magazine_trains_a_model_of_its_own_and_judges_by_it(data: Path, tmp_path: Path) -> None:
    for kind in ("toxicity", "spam"):
        labelled = tmp_path / f"{kind}.jsonl"
        labelled.write_text(data.read_text().replace("toxic", "spam" if kind == "spam" else "toxic"))
        done = run(
            "train-model", "--data", str(labelled), "--kind", kind, "--out", str(tmp_path / f"{kind}.model")
        )
        assert (done.returncode, done.stdout.startswith(b"Wrote ")) == (0, True), done.stderr
        assert b"100% done" in done.stderr
        assert b"caught at 1 %" in done.stdout

    line = b'{"text": "What a green thing, so very green, the green one."}\n'
    by_the_shipped = run("judge", "--jsonl", typed=line)
    by_its_own = run("judge", "--jsonl", typed=line, DESK_MODELS_DIR=str(tmp_path))
    assert json.loads(by_the_shipped.stdout)["decision"] == "approve"
    assert json.loads(by_its_own.stdout)["decision"] == "hold"


def test_the_same_data_and_seed_give_the_same_model(data: Path, tmp_path: Path) -> None:
    files = [tmp_path / "one.model", tmp_path / "two.model"]
    for file in files:
        assert run("train-model", "--data", str(data), "--seed", "7", "--out", str(file)).returncode == 0
    assert files[0].read_bytes() == files[1].read_bytes()


def test_a_folder_without_data_is_a_sentence_and_status_1(tmp_path: Path) -> None:
    done = run("train-model", "--data", str(tmp_path), "--out", str(tmp_path / "out.model"))
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr == b"There is nothing to train on: no file ends in .jsonl or .jsonl.gz.\n"
    assert not (tmp_path / "out.model").exists()


def test_too_few_examples_are_refused_with_their_number(tmp_path: Path) -> None:
    few = tmp_path / "few.jsonl"
    few.write_text('{"text": "One.", "label": "clean"}\n')
    done = run("train-model", "--data", str(few), "--out", str(tmp_path / "out.model"))
    assert done.returncode == 1
    assert done.stderr.decode().splitlines()[-1] == (
        "There are 0 texts with the label toxic; it takes 20 or more."
    )
