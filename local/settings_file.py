"""`service.env`: the settings that a run chose, one NAME=value a line.

Whoever starts a command beside the run with the same DATA_DIR reads the same file, and so reaches the
same queue with the same password.
"""

import os
from collections.abc import Mapping
from pathlib import Path

HEADER = "# Written by `make run`. Lines that you add, one NAME=value each, are kept.\n"


def read(path: Path) -> dict[str, str]:
    """What the file sets; nothing where it does not exist."""
    if not path.exists():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(pair for pair in map(_setting, lines) if pair)


def keep(path: Path, chosen: Mapping[str, str]) -> None:
    """Set these names and leave every other line as it is. Only the owner may read the file.

    It is replaced whole, so that nobody reads half of it, and a crash leaves the old one.
    """
    old = path.read_text(encoding="utf-8") if path.exists() else HEADER
    others = [line for line in old.splitlines() if not ((pair := _setting(line)) and pair[0] in chosen)]
    lines = [*others, *(f"{name}={value}" for name, value in chosen.items())]
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _setting(line: str) -> tuple[str, str] | None:
    name, equals, value = line.partition("=")
    if not equals or name.lstrip().startswith("#"):
        return None
    return name.strip(), value.strip()
