"""What each role may do."""

import pytest

from service.domain.errors import NotAllowed
from service.domain.principals import RIGHTS, Principal, Right, Role

MAY = {
    Role.READER: {Right.POST_COMMENT, Right.READ_OWN_COMMENTS},
    Role.MODERATOR: {Right.POST_COMMENT, Right.READ_OWN_COMMENTS, Right.MODERATE},
    Role.ADMIN: {Right.POST_COMMENT, Right.READ_OWN_COMMENTS, Right.MODERATE, Right.PUBLISH_ARTICLE},
    Role.PUBLISHER: {Right.PUBLISH_ARTICLE},
}


@pytest.mark.parametrize("role", Role)
def test_each_role_has_exactly_its_rights(role: Role) -> None:
    assert RIGHTS[role] == MAY[role]


def test_a_refusal_names_the_role_and_the_right() -> None:
    with pytest.raises(NotAllowed, match="A reader may not publish articles"):
        Principal("1", "Rita", Role.READER).require(Right.PUBLISH_ARTICLE)
