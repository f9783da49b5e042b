"""A changed policy comes into force by itself, unless it is broken."""

import logging
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from service.moderation.current import CurrentJudge
from service.moderation.pipeline import Judge
from service.moderation.policy import Policy, PolicyError

GOOD = """
version = "{version}"

[[rule]]
id = "any-link"
when = "link.found"
verdict = "hold"
reason = "link"
"""
BROKEN = GOOD.replace('"link.found"', '"lnik.found"').format(version="broken")

Write = Callable[[str], None]


def without_detectors(policy: Policy) -> Judge:
    return Judge(policy, [])


@pytest.fixture
def policy_file(tmp_path: Path) -> Path:
    path = tmp_path / "policy.toml"
    path.write_text(GOOD.format(version="first"))
    return path


@pytest.fixture
def judges(policy_file: Path) -> CurrentJudge:
    return CurrentJudge(policy_file, without_detectors)


@pytest.fixture
def write(policy_file: Path) -> Write:
    """Replaces the policy as an editor does: a new file under the old name."""

    def replace(text: str) -> None:
        fresh = policy_file.with_suffix(".new")
        fresh.write_text(text)
        fresh.replace(policy_file)

    return replace


def version(judges: CurrentJudge) -> str:
    return judges().policy.version.partition("+")[0]


def test_a_policy_is_read_once_for_as_long_as_its_file_stays_as_it_is(judges: CurrentJudge) -> None:
    assert judges() is judges()


def test_a_changed_policy_comes_into_force_with_the_next_question(judges: CurrentJudge, write: Write) -> None:
    assert version(judges) == "first"
    write(GOOD.format(version="second"))
    assert version(judges) == "second"


@pytest.mark.parametrize("broken", [BROKEN, "not TOML at all", ""])
def test_a_broken_policy_never_replaces_a_good_one(judges: CurrentJudge, write: Write, broken: str) -> None:
    before = judges()
    write(broken)
    assert judges() is before
    assert judges.fault is not None


def test_a_policy_that_goes_missing_leaves_the_last_one_in_force(
    judges: CurrentJudge, policy_file: Path
) -> None:
    before = judges()
    policy_file.unlink()
    assert judges() is before
    assert judges.fault is not None
    assert "cannot be read" in judges.fault


def test_what_is_wrong_is_logged_once_with_the_line_and_the_reason(
    judges: CurrentJudge, write: Write, caplog: pytest.LogCaptureFixture
) -> None:
    judges()
    write(BROKEN)
    for _ in range(3):
        judges()
    (record,) = (record for record in caplog.records if record.levelno >= logging.ERROR)
    assert "policy.toml:6:" in record.getMessage()
    assert "lnik" in record.getMessage()
    assert "first" in record.getMessage()


def test_a_mended_policy_comes_into_force_and_the_fault_is_gone(judges: CurrentJudge, write: Write) -> None:
    judges()
    write(BROKEN)
    judges()
    write(GOOD.format(version="mended"))
    assert version(judges) == "mended"
    assert judges.fault is None


def test_without_any_good_policy_there_is_no_judge(judges: CurrentJudge, write: Write) -> None:
    write(BROKEN)
    with pytest.raises(PolicyError, match=r"policy\.toml:6:"):
        judges()
    write(GOOD.format(version="first"))
    assert version(judges) == "first"


def test_many_threads_that_ask_at_once_get_the_same_judge(policy_file: Path) -> None:
    built = []

    def counted(policy: Policy) -> Judge:
        built.append(policy)
        return without_detectors(policy)

    judges = CurrentJudge(policy_file, counted)
    together = threading.Barrier(8)
    answers: list[Judge] = []

    def ask() -> None:
        together.wait()
        answers.append(judges())

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(map(id, answers))) == 1
    assert len(built) == 1
