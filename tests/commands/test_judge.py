"""python -m service judge"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINKS = (
    "The first is at https://a.example, the second at https://b.example, the third at https://c.example, "
    "and the last of the four reviews that I read before buying one is at https://d.example if you care."
)


def judged(*arguments: str, typed: bytes, **environment: str) -> "subprocess.CompletedProcess[bytes]":
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DESK_")}
    return subprocess.run(
        [sys.executable, "-m", "service", "judge", *arguments],
        cwd=ROOT,
        env=kept | environment,
        input=typed,
        capture_output=True,
        check=False,
        timeout=60,
    )


def answers(output: bytes) -> list[dict[str, object]]:
    return [json.loads(line) for line in output.splitlines()]


def test_lines_of_json_are_answered_in_their_order() -> None:
    texts = ["A calm remark.", LINKS, "", "Caf\u00e9 \U0001f600", "\ud83d half"]
    lines = b"".join(json.dumps({"text": text}).encode() + b"\n" for text in texts)

    done = judged("--jsonl", typed=lines)

    assert (done.returncode, done.stderr) == (0, b"")
    decisions = [(answer["decision"], answer["reasons"]) for answer in answers(done.stdout)]
    assert decisions == [
        ("approve", ["clean"]),
        ("hold", ["link_flood"]),
        ("approve", ["clean"]),
        ("approve", ["clean"]),
        ("approve", ["clean"]),
    ]
    assert all(isinstance(answer["microseconds"], int) for answer in answers(done.stdout))


def test_a_line_that_cannot_be_read_is_answered_in_its_place_and_the_exit_status_says_so() -> None:
    done = judged("--jsonl", typed=b'{"text": "one"}\n{"txt": 1}\nnot json\n\xff\n{"text": "two"}\n')

    given = answers(done.stdout)
    assert done.returncode == 1
    assert [next(iter(answer)) for answer in given] == ["decision", "error", "error", "error", "decision"]
    assert str(given[1]["error"]).startswith("line 2: ")


def test_nothing_in_nothing_out() -> None:
    done = judged("--jsonl", typed=b"")
    assert (done.returncode, done.stdout) == (0, b"")


def test_without_json_each_line_is_explained_for_people() -> None:
    done = judged(typed=f"{LINKS}\nHello there.\n".encode())

    first, second = done.stdout.decode().strip().split("\n\n")
    assert done.returncode == 0
    assert first.startswith(f"HOLD  {LINKS}\n  link_flood: ")
    assert "links found link" in first
    assert "16-33 'https://a.example'" in first
    assert " fired" in first
    assert second.startswith("APPROVE  Hello there.\n  clean: ")
    assert "rule many-links did not: link was not found" in second


def test_a_newcomer_is_judged_more_closely() -> None:
    line = b'{"text": "My own figures, which differ a little, are at https://a.example for now."}\n'
    known, new = judged("--jsonl", typed=line), judged("--jsonl", "--newcomer", typed=line)
    assert (answers(known.stdout)[0]["decision"], answers(new.stdout)[0]["decision"]) == ("approve", "hold")


def test_a_policy_that_cannot_be_used_is_a_sentence_and_status_1(tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text("version = 7\n")
    done = judged("--jsonl", typed=b"", DESK_POLICY_FILE=str(policy))
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"policy.toml:1: " in done.stderr


@pytest.mark.parametrize("chunk", [1, 2])
def test_a_program_at_the_other_end_can_ask_and_wait_for_each_answer(chunk: int) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "service", "judge", "--jsonl"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    with process:
        for _ in range(2):
            process.stdin.write(b'{"text": "Hello."}\n' * chunk)
            process.stdin.flush()
            for _ in range(chunk):
                assert json.loads(process.stdout.readline())["decision"] == "approve"
        process.stdin.close()
        assert process.wait(timeout=10) == 0
