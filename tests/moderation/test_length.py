"""Long texts."""

import pytest

from service.domain.judgement import Context
from service.moderation.detectors.length import LengthDetector
from service.moderation.normalise import Text


@pytest.mark.parametrize("characters, codes", [(0, []), (9, []), (10, ["length"]), (11, ["length"])])
def test_a_text_is_long_from_the_given_number_of_characters_on(
    known_author: Context, characters: int, codes: list[str]
) -> None:
    signals = LengthDetector(from_characters=10).find(Text("\U0001f602" * characters), known_author)
    assert [signal.code for signal in signals] == codes
    assert all(signal.spans == () for signal in signals)
