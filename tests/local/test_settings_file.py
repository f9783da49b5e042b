from pathlib import Path

from local import settings_file


def test_a_missing_file_sets_nothing(tmp_path: Path) -> None:
    assert settings_file.read(tmp_path / "service.env") == {}


def test_what_was_kept_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "service.env"

    settings_file.keep(file, {"DESK_DEMO": "true", "DESK_REDIS_URL": "redis://:a=b@127.0.0.1:1/0"})

    assert settings_file.read(file) == {"DESK_DEMO": "true", "DESK_REDIS_URL": "redis://:a=b@127.0.0.1:1/0"}


def test_lines_added_by_hand_stay_and_a_chosen_name_is_replaced(tmp_path: Path) -> None:
    file = tmp_path / "service.env"
    file.write_text("# my notes\n\nDESK_POLICY_FILE = /srv/policy.toml\n  # DESK_DEMO=false\nDESK_DEMO=old\n")

    settings_file.keep(file, {"DESK_DEMO": "true"})

    assert file.read_text() == (
        "# my notes\n\nDESK_POLICY_FILE = /srv/policy.toml\n  # DESK_DEMO=false\nDESK_DEMO=true\n"
    )
    assert settings_file.read(file) == {"DESK_POLICY_FILE": "/srv/policy.toml", "DESK_DEMO": "true"}


def test_only_the_owner_may_read_it_even_if_it_was_open_before(tmp_path: Path) -> None:
    file = tmp_path / "service.env"
    file.touch(mode=0o644)

    settings_file.keep(file, {"DESK_SECRET_KEY": "s"})

    assert file.stat().st_mode & 0o777 == 0o600


def test_what_a_crash_left_half_written_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / "service.env.new").write_text("DESK_SEC")

    settings_file.keep(tmp_path / "service.env", {"DESK_SECRET_KEY": "s"})

    assert settings_file.read(tmp_path / "service.env") == {"DESK_SECRET_KEY": "s"}
    assert not (tmp_path / "service.env.new").exists()
