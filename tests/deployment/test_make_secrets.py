import subprocess
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from service.settings import Settings, load_settings
from tests.deployment.compose_file import ROOT, SERVICES


def make_secrets(directory: Path) -> str:
    ran = subprocess.run(
        [ROOT / "deploy" / "make-secrets", directory], check=True, capture_output=True, text=True
    )
    return ran.stdout


def settings_of(role: str, secrets: Path) -> Settings:
    """The settings that a container of this role would read."""
    given = SERVICES[role]["environment"].items()
    return load_settings({name: str(value).replace("/run/secrets", str(secrets)) for name, value in given})


def test_a_second_run_changes_nothing_and_says_nothing(secrets: Path) -> None:
    before = {file.name: file.read_bytes() for file in secrets.iterdir()}

    assert make_secrets(secrets) == ""

    assert {file.name: file.read_bytes() for file in secrets.iterdir()} == before


def test_what_is_missing_is_made_and_what_is_there_is_kept(tmp_path: Path) -> None:
    (tmp_path / "postgres_password").write_text("chosen-by-hand\n")

    made = make_secrets(tmp_path)

    assert (tmp_path / "postgres_password").read_text() == "chosen-by-hand\n"
    assert "postgres_password" not in made
    assert (tmp_path / "database_url").read_text() == "postgresql://desk:chosen-by-hand@postgres:5432/desk\n"


def test_two_runs_make_different_secrets(tmp_path: Path) -> None:
    for name in ("one", "other"):
        make_secrets(tmp_path / name)
    for name in ("secret_key", "postgres_password", "valkey_password"):
        one, other = ((tmp_path / directory / name).read_text() for directory in ("one", "other"))
        assert one != other
        assert len(one.strip()) == 64


def test_only_the_owner_enters_and_every_containers_user_reads_what_is_mounted(secrets: Path) -> None:
    assert secrets.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in secrets.iterdir()} == {0o444}


def test_a_directory_that_stood_open_is_closed(tmp_path: Path) -> None:
    directory = tmp_path / "secrets"
    directory.mkdir()
    directory.chmod(0o755)

    make_secrets(directory)

    assert directory.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("role", ["api", "worker", "sweep", "migrate"])
def test_a_role_finds_the_database_by_what_the_compose_file_gives_it(role: str, secrets: Path) -> None:
    database = make_url(settings_of(role, secrets).database_url)
    assert database.host in SERVICES
    assert database.password == (secrets / "postgres_password").read_text().strip()


@pytest.mark.parametrize("role", ["api", "worker", "sweep"])
def test_a_role_that_rings_or_works_finds_the_queue(role: str, secrets: Path) -> None:
    redis = make_url(settings_of(role, secrets).redis_url)
    assert redis.host in SERVICES
    assert redis.password == (secrets / "valkey_password").read_text().strip()


def test_the_api_can_sign_with_its_key_and_answers_on_the_port_that_is_published(
    secrets: Path,
) -> None:
    settings = settings_of("api", secrets)

    assert settings.require_secret_key()
    assert settings.host == "0.0.0.0"
    assert SERVICES["api"]["ports"][0].endswith(f":{settings.port}")
    assert settings.cookie_secure
