"""The other packages are asked as they come."""

import sys
from pathlib import Path

import pytest
from better_profanity import Profanity

from accuracy import alt_profanity_check
from accuracy.better_profanity_alone import BetterProfanityAlone
from accuracy.lines import OWN_LINES, Side, own_lines


@pytest.mark.parametrize("slice_name", ["plain_profanity", "obfuscated", "scunthorpe_and_homographs"])
def test_better_profanity_gives_the_answer_it_gives_without_the_short_cut(slice_name: str) -> None:
    texts = [line.text for line in own_lines(OWN_LINES, Side.OPEN, slice_name)]
    ours, package = BetterProfanityAlone(), Profanity()
    assert [ours.flags(text) for text in texts] == [package.contains_profanity(text) for text in texts]


def test_better_profanity_knows_every_entry_in_every_guise_of_its_first_letter() -> None:
    ours, package = BetterProfanityAlone(), Profanity()
    entries = [str(entry) for entry in package.CENSOR_WORDSET]
    guises = [
        first + entry[1:] for entry in entries for first in package.CHARS_MAPPING.get(entry[0], entry[0])
    ]
    assert len(guises) > len(entries) > 900
    missed = [guise for guise in guises if not ours.flags(f"so {guise} there")]
    assert [guise for guise in missed if package.contains_profanity(f"so {guise} there")] == []


def test_an_environment_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(alt_profanity_check.NotAvailable, match="`make accuracy-peers` makes it"):
        alt_profanity_check.flags(["one"], tmp_path / "python")


def test_an_environment_without_the_package_is_a_sentence() -> None:
    with pytest.raises(alt_profanity_check.NotAvailable, match="No module named 'profanity_check'"):
        alt_profanity_check.flags(["one"], Path(sys.executable))
