"""The documents say what the code does: settings, reasons, transitions, commands, links."""

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path

import pytest

from service.domain.reasons import MESSAGES, REJECTION_REASONS, ReasonCode
from service.domain.states import TRANSITIONS, State
from service.settings import Settings

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def rows(document: str, first_heading: str) -> Iterator[list[str]]:
    """The rows of the table whose first column has this heading, each as its cells."""
    inside = False
    for line in (ROOT / document).read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split(" | ")]
        if line.startswith("|") and cells[0] == first_heading:
            inside = True
        elif inside and not line.startswith("|"):
            return
        elif inside and not line.startswith("|---"):
            yield cells


def test_every_setting_is_documented_with_its_meaning_and_default() -> None:
    declared = []
    for each in fields(Settings):
        name = f"`{each.metadata['name']}`" + (" (secret)" if each.metadata["secret"] else "")
        default = str(each.default).lower() if isinstance(each.default, bool) else str(each.default)
        declared.append([name, each.metadata["meaning"], f"`{default}`" if default else "empty"])
    assert list(rows("docs/settings.md", "setting")) == declared


def test_every_reason_code_is_documented_with_its_message() -> None:
    documented = {code.strip("`"): message for code, _, message in rows("docs/lifecycle.md", "code")}
    assert documented == {code.value: MESSAGES[code] for code in ReasonCode}


def test_the_documented_reasons_for_a_rejection_are_the_ones_a_moderator_may_give() -> None:
    people = {code.strip("`") for code, givers, _ in rows("docs/lifecycle.md", "code") if "people" in givers}
    assert people == {code.value for code in REJECTION_REASONS | {ReasonCode.REVIEWED}}


def test_the_documented_transitions_are_the_ones_there_are() -> None:
    documented = {tuple(cells) for cells in rows("docs/lifecycle.md", "actor")}
    assert documented == {
        (actor.value, before.value, action.value, after.value)
        for (actor, before, action), after in TRANSITIONS.items()
    }


def test_every_state_is_documented() -> None:
    assert [cells[0].strip("`") for cells in rows("docs/lifecycle.md", "state")] == [
        state.value for state in State
    ]


def commands_in(document: Path) -> set[str]:
    """What comes after `make` and after `python -m service` in the document."""
    text = document.read_text(encoding="utf-8")
    makes = re.findall(
        r"\bmake ([a-z][a-z.-]*)\b(?=[`\s)])", " ".join(re.findall(r"`[^`]*`|^ *\$? ?make.*$", text, re.M))
    )
    commands = re.findall(r"python3? -m service ([a-z][a-z-]+)", text)
    return {f"make {name}" for name in makes} | {f"service {name}" for name in commands}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_that_a_document_names_exists(document: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    known = {f"make {target}" for target in targets} | {f"service {name}" for name in service_commands()}
    assert commands_in(document) <= known


@cache
def service_commands() -> set[str]:
    helped = subprocess.run(
        [sys.executable, "-m", "service", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(re.findall(r"^    ([a-z-]+)(?: |$)", helped.stdout, re.M))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_inside_the_project_leads_somewhere(document: Path) -> None:
    targets = re.findall(
        r"\]\(([^)#\s]+)[^)]*\)|<img [^>]*src=\"([^\"]+)\"", document.read_text(encoding="utf-8")
    )
    inside = [one or other for one, other in targets if "://" not in (one or other)]
    assert [target for target in inside if not (document.parent / target).exists()] == []


def test_the_readme_shows_the_two_commands_on_its_first_screen() -> None:
    first_screen = "\n".join((ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:40])
    assert "make run" in first_screen
    assert "make test" in first_screen
