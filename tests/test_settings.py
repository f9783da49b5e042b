"""Settings: from the environment, else from the file in DATA_DIR, else the default."""

from pathlib import Path

import pytest

from service.settings import Settings, SettingsError, load_settings


def load(tmp_path: Path, **environment: str) -> Settings:
    return load_settings({"DATA_DIR": str(tmp_path), **environment})


def test_without_anything_given_there_are_defaults_but_no_secret(tmp_path: Path) -> None:
    settings = load(tmp_path)
    assert settings.port == 8000
    assert settings.resolved_database_url == f"sqlite:///{tmp_path / 'comments.db'}"
    with pytest.raises(SettingsError, match="DESK_SECRET_KEY must have at least 32 characters"):
        settings.require_secret_key()


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "service.env").write_text("# local\nPORT=9000\n\nDESK_DEMO=true\n", encoding="utf-8")
    settings = load(tmp_path, PORT="9001")
    assert (settings.port, settings.demo) == (9001, True)


def test_a_secret_can_be_given_as_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("s" * 40 + "\n", encoding="utf-8")
    assert load(tmp_path, DESK_SECRET_KEY_FILE=str(secret)).require_secret_key() == "s" * 40


REFUSED = {
    "an unknown setting": ({"DESK_PROT": "1"}, "DESK_PROT is not a setting"),
    "a word for a number": ({"PORT": "http"}, "PORT is a whole number, not 'http'"),
    "a number that is too small": ({"DESK_API_THREADS": "0"}, "DESK_API_THREADS is at least 1, not 0"),
    "no number at all": ({"DESK_LEASE_SECONDS": "nan"}, "DESK_LEASE_SECONDS is at least"),
    "an endless time": ({"DESK_LEASE_SECONDS": "inf"}, "DESK_LEASE_SECONDS is at least"),
    "a maybe": ({"DESK_DEMO": "maybe"}, "DESK_DEMO is true or false, not 'maybe'"),
    "a secret's file that is not there": (
        {"DESK_SECRET_KEY_FILE": "/nowhere"},
        "DESK_SECRET_KEY_FILE names a file",
    ),
    "a secret and its file": (
        {"DESK_SECRET_KEY": "x", "DESK_SECRET_KEY_FILE": "/nowhere"},
        "Give DESK_SECRET_KEY or DESK_SECRET_KEY_FILE, not both",
    ),
    "a file for what is no secret": ({"DESK_HOST_FILE": "/nowhere"}, "DESK_HOST_FILE is not a setting"),
    "a log level that there is not": ({"DESK_LOG_LEVEL": "LOUD"}, "DESK_LOG_LEVEL is one of"),
    "a database that is none of the two": (
        {"DESK_DATABASE_URL": "mysql://h/n"},
        "DESK_DATABASE_URL begins with",
    ),
    "a port that there is not": ({"PORT": "70000"}, "PORT is at most 65535"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_wrong_setting_stops_the_start_with_a_sentence(tmp_path: Path, case: str) -> None:
    environment, sentence = REFUSED[case]
    with pytest.raises(SettingsError, match=sentence):
        load(tmp_path, **environment)


def test_everything_wrong_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refusal:
        load(tmp_path, PORT="x", DESK_DEMO="y", DESK_NONSENSE="z")
    assert len(str(refusal.value).splitlines()) == 3


def test_a_secret_is_not_shown_by_a_refusal(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refusal:
        load(tmp_path, DESK_DATABASE_URL="mysql://user:hush@host/name")
    assert "hush" not in str(refusal.value)


def test_a_line_of_the_file_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "service.env").write_text("PORT=9000\nnonsense\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"service.env:2: a line reads NAME=value"):
        load(tmp_path)
