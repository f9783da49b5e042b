"""The work that a text causes grows with its length, whatever it consists of."""

import pytest

from service.moderation.normalise import Text
from tests.moderation.texts import HOSTILE, hostile, steps_during

CHARACTERS = 10_000
MAX_STEPS_A_CHARACTER = 20


def steps_for(body: str) -> int:
    text = Text(body)

    def work() -> None:
        assert None not in (text.words, text.disguises, text.quoted)

    return steps_during(work)


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_the_work_is_in_proportion_to_the_length(unit: str) -> None:
    assert Text(unit).words is not None  # What is loaded on first use is not counted.
    half = steps_for(hostile(unit, CHARACTERS // 2))
    whole = steps_for(hostile(unit, CHARACTERS))
    assert whole <= 2.1 * half + 100
    assert whole <= MAX_STEPS_A_CHARACTER * CHARACTERS


def test_an_ordinary_comment_takes_few_steps() -> None:
    sentence = "I have had this laptop for two years, and the battery still lasts all day. "
    assert steps_for(sentence * 3) < 400
