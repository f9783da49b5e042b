import os
from pathlib import Path

import pytest

from local.errors import CannotStart
from local.home import Home, held, home_of


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "data with spaces")
    home.make()
    return home


@pytest.mark.parametrize(
    "environment,expected",
    [
        ({}, Path.cwd() / "var"),
        ({"DATA_DIR": ""}, Path.cwd() / "var"),
        ({"DATA_DIR": "other/place"}, Path.cwd() / "other" / "place"),
        ({"DATA_DIR": "/srv/my data"}, Path("/srv/my data")),
    ],
)
def test_data_dir_may_be_missing_relative_or_absolute(environment: dict[str, str], expected: Path) -> None:
    assert home_of(environment).path == expected


def test_only_the_owner_may_look_into_the_home(home: Home) -> None:
    assert home.path.stat().st_mode & 0o777 == 0o700


def test_a_home_that_cannot_be_made_is_refused_with_its_path(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(CannotStart, match=r"DATA_DIR .*file/data cannot be used: Not a directory\."):
        Home(tmp_path / "file" / "data").make()


def test_a_held_home_is_refused_to_a_second_run(home: Home) -> None:
    with held(home), pytest.raises(CannotStart, match=r"already running in .*data with spaces"), held(home):
        pytest.fail("the second run was let in")


def test_a_home_is_free_again_after_the_run(home: Home) -> None:
    with held(home):
        pass
    with held(home):
        pass


def test_a_killed_run_does_not_hold_its_home(home: Home) -> None:
    child = os.fork()
    if child == 0:
        with held(home):
            os.kill(os.getpid(), 9)
    os.waitpid(child, 0)

    with held(home):
        pass
