"""`python -m accuracy`: what it prints, and what it refuses."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from accuracy.lines import CHECKOUT, OWN_LINES, Side, own_lines


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    row = json.dumps({"text": "Good morning, everybody.", "label": "toxic"}) + "\n"
    (folder / "dev-forum.jsonl.gz").write_bytes(gzip.compress(row.encode()))
    return folder


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "accuracy", *arguments]
    return subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False, timeout=120)


def test_one_slice_is_measured_and_written_to_a_file(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    done = run("--data", str(data), "--slice", "long_technical", "--json", str(file))
    assert done.returncode == 0, done.stderr
    rows = json.loads(file.read_text("utf-8"))
    assert [(row["name"], row["lines"]) for row in rows] == [
        ("long_technical/open", 5),
        ("long_technical/sealed", 5),
    ]
    assert "Should be published" in done.stdout
    assert "10 lines," in done.stdout
    assert "10 of 10 lines judged" in done.stderr


@pytest.mark.parametrize("name", ["sealed", "spam/sealed", "dev-forum"])
def test_lines_that_are_only_measured_are_not_shown_on_demand(data: Path, name: str) -> None:
    refused = run("--data", str(data), "--slice", name, "--show-misses", "5")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr == "Sealed lines and dev- files are measured and never shown.\n"


def test_no_sealed_line_is_ever_printed(data: Path) -> None:
    done = run("--data", str(data), "--slice", "hateful_statements", "--show-misses", "100")
    assert done.returncode == 0, done.stderr
    printed = done.stdout + done.stderr
    # Counted, so that a failure does not print them either.
    sealed = own_lines(OWN_LINES, Side.SEALED, "hateful_statements")
    assert sum(line.text in printed for line in sealed) == 0


def test_an_unknown_slice_is_refused_with_those_there_are(data: Path) -> None:
    refused = run("--data", str(data), "--slice", "sapm")
    assert refused.returncode == 2
    assert "There is no slice 'sapm'; there are clean" not in refused.stderr
    assert "There is no slice 'sapm'; there are dev-forum, foreign_words" in refused.stderr


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    refused = run("--data", str(tmp_path / "nowhere"))
    assert refused.returncode == 2
    assert "There is no folder" in refused.stderr
