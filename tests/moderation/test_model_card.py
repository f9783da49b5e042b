"""The shipped models are what the model card says, and no more than the service can carry."""

import hashlib
from pathlib import Path

import pytest

from service.moderation.model.on_demand import SHIPPED_SPAM, SHIPPED_TOXICITY
from service.moderation.model.report import report
from service.moderation.model.weights import read_model
from tests.moderation import ROOT

MODELS = {"toxicity": SHIPPED_TOXICITY, "spam": SHIPPED_SPAM}
MOST_BYTES_TOGETHER = 600_000


@pytest.fixture(scope="module")
def card() -> str:
    return (ROOT / "docs" / "model-card.md").read_text("utf-8")


@pytest.mark.parametrize("kind", MODELS)
def test_the_card_has_the_digest_the_sources_and_the_figures_of_the_shipped_model(
    card: str, kind: str
) -> None:
    model = read_model(MODELS[kind])
    assert model.description.kind == kind
    assert report(model.description, model.digest) in card


@pytest.mark.parametrize("kind", MODELS)
def test_every_source_is_one_for_training_and_has_a_licence_that_the_card_names(card: str, kind: str) -> None:
    for source in read_model(MODELS[kind]).description.sources:
        assert source.name.startswith("train-")
        assert source.licence != "not stated"
        assert any(
            line.startswith(f"| {source.name} |") and line.endswith(f"| {source.licence} |")
            for line in card.split("## The sources")[1].splitlines()
        )


def test_the_card_says_that_no_model_may_reject(card: str) -> None:
    assert "must never reject" in card


def test_the_files_are_small(card: str) -> None:
    assert sum(path.stat().st_size for path in MODELS.values()) < MOST_BYTES_TOGETHER


def test_the_digest_is_the_one_that_other_tools_compute() -> None:
    for path in MODELS.values():
        assert read_model(path).digest == hashlib.sha256(Path(path).read_bytes()).hexdigest()
