"""The trained model's opinion on spam."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from service.domain.judgement import Context
from service.moderation.detectors.learned_spam import FLOOR, LearnedSpamDetector
from service.moderation.detectors.toxicity import ToxicityDetector
from service.moderation.model import features
from service.moderation.model.errors import ModelError
from service.moderation.normalise import Text
from tests.moderation.texts import calls_during


@pytest.fixture(scope="module")
def lines() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "data" / "learned.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def detector() -> LearnedSpamDetector:
    return LearnedSpamDetector()


def test_spam_is_found_with_the_words_that_told(
    detector: LearnedSpamDetector, lines: dict[str, Any], known_author: Context
) -> None:
    for line in lines["spam"]["lines"]:
        (signal,) = detector.find(Text(line), known_author)
        assert signal.code == "spam"
        assert signal.score > 0.5
        assert signal.severity == 2
        assert signal.detail == f"score {signal.score:.2f}"
        assert 1 <= len(signal.spans) <= 5


def test_ordinary_and_hostile_lines_are_no_spam(
    detector: LearnedSpamDetector, lines: dict[str, Any], known_author: Context
) -> None:
    bodies = [*lines["clean"]["lines"], *lines["clean"]["identities"], *lines["hostile"]]
    scores = {
        body: sum(signal.score for signal in detector.find(Text(body), known_author)) for body in bodies
    }
    assert [body for body, score in scores.items() if score >= FLOOR] == []


def test_a_damaged_model_is_an_error_and_a_fault(tmp_path: Path, known_author: Context) -> None:
    path = tmp_path / "own.model"
    path.write_bytes(b"\x89DESKMDL\x01\x00\x02\x00\x00\x00{}" + bytes(32))
    detector = LearnedSpamDetector(path)
    with pytest.raises(ModelError, match=r"own\.model cannot be used: it is damaged"):
        detector.find(Text("hello"), known_author)
    assert detector.fault == "own.model cannot be used: it is damaged or cut off: its checksum does not fit."


def test_both_models_read_a_comment_once(
    detector: LearnedSpamDetector, lines: dict[str, Any], known_author: Context
) -> None:
    toxicity = ToxicityDetector()
    text = Text(lines["clean"]["lines"][0])

    def both() -> None:
        toxicity.find(text, known_author)
        detector.find(text, known_author)

    assert calls_during(both, of=features.features_in) == 1
