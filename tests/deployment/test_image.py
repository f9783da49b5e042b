"""What the Dockerfile promises about the image."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def instructions() -> list[str]:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def last_stage() -> list[str]:
    lines = instructions()
    begins = max(number for number, line in enumerate(lines) if line.startswith("FROM"))
    return lines[begins:]


def copied(lines: list[str]) -> list[str]:
    """What these instructions copy from the project, in their order."""
    sources = [re.fullmatch(r"COPY (?!--from)(\S+) \S+", line) for line in lines]
    return [source[1] for source in sources if source]


def test_it_stands_on_a_named_version_of_python() -> None:
    bases = {line.split()[1] for line in instructions() if line.startswith("FROM")}
    assert len(bases) == 1
    assert re.fullmatch(r"python:3\.\d+-slim", bases.pop())


def test_a_change_of_code_leaves_the_dependencies_as_they_are() -> None:
    lines = last_stage()
    dependencies = lines.index("COPY --from=dependencies /venv /venv")
    assert not copied(lines[:dependencies])
    assert copied(instructions()[: -len(lines)]) == ["requirements.txt"]


def test_every_dependency_is_checked_against_its_hash() -> None:
    (install,) = [line for line in instructions() if " install " in line]
    assert "--require-hashes -r requirements.txt" in install


def test_it_holds_the_service_and_no_test_secret_or_history() -> None:
    assert copied(last_stage()) == ["config", "workers", "service"]


def test_nothing_reaches_the_build_unless_it_is_named() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    assert {rule[1:] for rule in rules if rule.startswith("!")} == set(copied(instructions()))


def test_it_does_not_run_as_root() -> None:
    (user,) = [line for line in last_stage() if line.startswith("USER")]
    assert re.fullmatch(r"USER [1-9]\d*:[1-9]\d*", user)
    after = last_stage()[last_stage().index(user) :]
    assert not [line for line in after if line.startswith(("RUN", "COPY"))], (
        "nothing in it belongs to that user"
    )


def test_no_shell_stands_between_the_engine_and_the_service() -> None:
    assert last_stage()[-1] == 'CMD ["python", "-m", "service", "serve"]'
