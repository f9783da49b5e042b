import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def secrets(tmp_path: Path) -> Path:
    """A directory of secrets as `make secrets` makes it."""
    directory = tmp_path / "secrets"
    subprocess.run([ROOT / "deploy" / "make-secrets", directory], check=True)
    return directory
