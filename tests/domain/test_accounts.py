"""Names and passwords."""

import pytest

from service.domain.accounts import errors_in_name, errors_in_password, name_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rita", "rita"),
        ("RITA", "rita"),
        ("Caf\u00e9", "Cafe\u0301"),
        ("Ｒｉｔａ", "rita"),
        ("Straße", "STRASSE"),
    ],
)
def test_names_that_look_alike_are_the_same_name(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize("name", ["R", "Rita", "Rita van der Berg", "Ünal", "R" * 64, "名前"])
def test_a_name_may_be_anything_that_people_can_read(name: str) -> None:
    assert errors_in_name(name) == []


@pytest.mark.parametrize(
    "name", ["", " ", " Rita", "Rita ", "R" * 65, "Ri\nta", "Ri\x00ta", "Ri\u202eta", "Ri\u200bta", "\ud800"]
)
def test_a_name_that_nobody_can_read_or_type_is_refused(name: str) -> None:
    assert [error.code for error in errors_in_name(name)] == ["invalid_name"]


@pytest.mark.parametrize("password", ["short", "x" * 129, "rita-rita", "RITA-RITA"])
def test_a_password_has_8_to_128_characters_and_is_not_the_name(password: str) -> None:
    assert [error.code for error in errors_in_password(password, "Rita-Rita")] == ["invalid_password"]


def test_a_long_passphrase_is_welcome() -> None:
    assert errors_in_password("x" * 128, "Rita") == []
