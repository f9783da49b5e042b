"""Strong language is found wherever the package would find the word, and in a few more places."""

import sys
from itertools import product
from typing import Any

import pytest
from better_profanity import Profanity
from better_profanity.varying_string import VaryingString
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.judgement import Context, Signal
from service.moderation.detectors.profanity import ProfanityDetector
from service.moderation.normalise import Text
from service.moderation.signals import MAX_DETAILS, MAX_SPANS
from tests.moderation.texts import HOSTILE, MAX_CHARACTERS, calls_during, hostile

MOST_COMPARISONS_FOR_A_WORD = 18
"""Three forms of a word with signs, and the six entries of the most crowded shape."""


@pytest.fixture(scope="module")
def detector(known_author: Context) -> ProfanityDetector:
    detector = ProfanityDetector(allowed=())
    detector.find(Text(""), known_author)
    return detector


@pytest.fixture(scope="module")
def package() -> Profanity:
    return Profanity()


def found(detector: ProfanityDetector, body: str, context: Context) -> dict[str, str]:
    """What was found, as the text has it, and the entries named."""
    signals = detector.find(Text(body), context)
    if not signals:
        return {}
    (signal,) = signals
    places = [body[span.start : span.end] for span in signal.spans]
    return dict.fromkeys(places, signal.detail)


@pytest.mark.parametrize(
    "frame",
    [
        "{}",
        "well {} then",
        '"{}"',
        "\u201c{}\u201d",
        "*{}*",
        "**{}**!",
        "_{}_",
        "({})",
        "what a {}, really",
        "this/{}/that",
        "no...{}",
        "line\n{}\nline",
        "\u3000{}\u3002",
    ],
)
def test_a_word_is_found_whatever_stands_around_it(
    detector: ProfanityDetector, strong: dict[str, Any], known_author: Context, frame: str
) -> None:
    for word in strong["words"]:
        assert list(found(detector, frame.format(word), known_author)) == [word]


def test_a_word_is_found_in_capitals_and_in_full_width_letters(
    detector: ProfanityDetector, strong: dict[str, Any], known_author: Context
) -> None:
    for word in strong["words"]:
        full_width = "".join(chr(ord(letter) + 0xFEE0) for letter in word)
        for form in (word.upper(), word.title(), full_width):
            assert found(detector, f"so {form} it is", known_author) == {form: word}


def test_a_disguised_word_is_found_and_the_entry_is_named(
    detector: ProfanityDetector, strong: dict[str, Any], known_author: Context
) -> None:
    for form, entry in strong["disguised"].items():
        places = found(detector, f"oh, {form}!", known_author)
        assert entry in places.get(form, "").split(", ")


@pytest.mark.parametrize("between", [" ", "  ", "\n", " \n\t ", "-", "\u00a0", " - "])
def test_an_entry_of_two_words_is_found_across_anything_between_them(
    detector: ProfanityDetector, strong: dict[str, Any], known_author: Context, between: str
) -> None:
    for pair in strong["phrases"]["pairs"]:
        together = between.join(pair)
        assert together in found(detector, f"the {together} of it", known_author)
        assert not found(detector, " and the ".join(pair), known_author)


def test_a_word_inside_an_ordinary_word_is_not_found(
    detector: ProfanityDetector, strong: dict[str, Any], known_author: Context
) -> None:
    assert not found(detector, " ".join(strong["ordinary"]["words"]), known_author)


@pytest.mark.parametrize("number", ["455", "717", "7175", "5318008", "1", "0"])
def test_a_number_is_never_a_word(detector: ProfanityDetector, known_author: Context, number: str) -> None:
    assert not found(detector, f"It cost {number} pounds.", known_author)


def test_an_allowed_word_is_not_found_in_any_disguise(strong: dict[str, Any], known_author: Context) -> None:
    detector = ProfanityDetector(allowed=("DOPEY",))
    assert not found(detector, "dopey Dopey d0pey D*PEY", known_author)
    assert found(detector, strong["words"][0], known_author)


def test_an_allowed_entry_of_two_words_is_not_found(strong: dict[str, Any], known_author: Context) -> None:
    allowed, other = (" ".join(pair) for pair in strong["phrases"]["pairs"])
    detector = ProfanityDetector(allowed=(allowed,))
    assert list(found(detector, f"{allowed}, {other}", known_author)) == [other]


def test_a_disguise_can_be_allowed_alone(known_author: Context) -> None:
    detector = ProfanityDetector(allowed=("kvm",))
    assert not found(detector, "Run it under KVM.", known_author)
    assert found(ProfanityDetector(allowed=()), "Run it under KVM.", known_author)


def test_every_single_word_of_the_list_and_each_of_its_disguises_is_found(
    detector: ProfanityDetector, package: Profanity, known_author: Context
) -> None:
    missed = []
    for entry in map(str, package.CENSOR_WORDSET):
        if not entry.isalnum():
            continue
        alternatives = [package.CHARS_MAPPING.get(letter, (letter,)) for letter in entry]
        one_sign_each = [
            entry[:at] + stand_in + entry[at + 1 :]
            for at, stand_ins in enumerate(alternatives)
            for stand_in in stand_ins
        ]
        short = ["".join(letters) for letters in product(*alternatives)] if len(entry) < 4 else []
        missed += [
            form for form in {*one_sign_each, *short} if _differs(detector, package, form, known_author)
        ]
    assert not missed


@given(word=st.text("abcdefghijklmnopqrstuvwxyz0123456789@$*", min_size=1, max_size=8))
@settings(deadline=None, max_examples=300)
def test_a_word_is_found_exactly_where_the_package_finds_it(
    detector: ProfanityDetector, package: Profanity, known_author: Context, word: str
) -> None:
    assert not _differs(detector, package, word, known_author)


def _differs(detector: ProfanityDetector, package: Profanity, word: str, context: Context) -> bool:
    """Numbers, and words with signs around them, are where this detector means to differ."""
    package_finds = bool(package.contains_profanity(word))
    detector_finds = word in found(detector, word, context)
    if word.isdecimal():
        return detector_finds
    if word.strip("*@$") != word:
        return package_finds and not detector_finds
    return package_finds != detector_finds


@pytest.mark.parametrize("kind", HOSTILE)
def test_no_text_is_compared_with_more_than_a_handful_of_entries_for_each_word(
    detector: ProfanityDetector, known_author: Context, kind: str
) -> None:
    text = Text(hostile(HOSTILE[kind]))
    comparisons = calls_during(lambda: detector.find(text, known_author), of=VaryingString.__eq__)
    assert comparisons <= MOST_COMPARISONS_FOR_A_WORD * len(text.body.split())


def test_look_alikes_of_the_list_are_compared_with_a_handful_of_entries_too(
    detector: ProfanityDetector, strong: dict[str, Any], known_author: Context
) -> None:
    text = Text(hostile(strong["look_alikes"]))
    comparisons = calls_during(lambda: detector.find(text, known_author), of=VaryingString.__eq__)
    assert len(text.words) < comparisons <= MOST_COMPARISONS_FOR_A_WORD * len(text.body.split())


def test_an_ordinary_text_is_compared_with_less_than_one_entry_for_each_word(
    detector: ProfanityDetector, known_author: Context
) -> None:
    text = Text(
        "The new compiler is a real step forward, but the guide leaves out half of what broke for us."
    )
    comparisons = calls_during(lambda: detector.find(text, known_author), of=VaryingString.__eq__)
    assert comparisons < len(text.words)


def test_the_evidence_stays_small_however_much_is_found(
    detector: ProfanityDetector, package: Profanity, known_author: Context
) -> None:
    entries = [str(entry) for entry in package.CENSOR_WORDSET if str(entry).isalpha()]
    (signal,) = detector.find(Text(" ".join(entries)[:MAX_CHARACTERS]), known_author)
    assert isinstance(signal, Signal)
    assert len(signal.spans) == MAX_SPANS
    assert signal.detail.count(",") == MAX_DETAILS - 1
    assert signal.detail.endswith(" more")


def test_the_word_list_is_loaded_on_first_use_and_its_failure_is_raised_then(
    monkeypatch: pytest.MonkeyPatch, known_author: Context
) -> None:
    monkeypatch.setitem(sys.modules, "better_profanity", None)
    detector = ProfanityDetector(allowed=())
    with pytest.raises(ImportError):
        detector.find(Text("anything"), known_author)
    monkeypatch.undo()
    assert not detector.find(Text("anything"), known_author)


def test_the_version_names_the_package_whose_list_it_is(detector: ProfanityDetector) -> None:
    assert detector.version == "1+0.7.0"
