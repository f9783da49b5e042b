"""Training: what it learns, that it learns the same each time, and what it refuses."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from service.moderation.model.calibration import fitted_sigmoid
from service.moderation.model.classifier import Classifier
from service.moderation.model.corpus import Kind, files_in, read_corpus
from service.moderation.model.errors import ModelError
from service.moderation.model.evaluation import area_under_curve, measure, threshold_for
from service.moderation.model.report import report
from service.moderation.model.training import MIN_OF_EACH, train
from service.moderation.model.weights import Model, packed
from service.moderation.normalise import Text
from tests.moderation.trained import HOSTILE, ORDINARY, rows, write_rows


def silent(_what: str, _share: float) -> None:
    pass


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two sources: one with both classes, one in which every text is hostile and about trains."""
    folder = tmp_path_factory.mktemp("data")
    write_rows(folder / "train-mixed.jsonl.gz", rows(600))
    trains = [
        {"text": f"The train to town was late again. {row['text']}.", "label": "toxic"}
        for row in rows(300, seed=8)
        if row["label"] == "toxic"
    ]
    write_rows(folder / "train-trains.jsonl", trains)
    write_rows(folder / "dev-mixed.jsonl", rows(50, seed=9))
    return folder


@pytest.fixture(scope="module")
def model(folder: Path) -> Model:
    return train([folder], Kind.TOXICITY, progress=silent)


@pytest.fixture(scope="module")
def classifier(model: Model) -> Classifier:
    return Classifier(model)


def test_what_was_hostile_in_training_scores_high_and_the_rest_low(classifier: Classifier) -> None:
    assert classifier.score(Text("the laptop is a zorblet, and slow")) > 0.8
    assert classifier.score(Text("the laptop is a bargain, and slow")) < 0.1


def test_a_form_of_a_word_that_was_never_seen_counts_too(classifier: Classifier) -> None:
    assert classifier.score(Text("you vimplesnarks")) > classifier.score(Text("you laptops")) + 0.3


def test_the_words_that_tell_are_named(classifier: Classifier) -> None:
    body = "the disk was fine; the GRUNTWICK of a driver was not"
    assert [body[span.start : span.end] for span in classifier.telling_words(Text(body))] == ["GRUNTWICK"]


def test_a_text_with_nothing_telling_names_no_word(classifier: Classifier) -> None:
    assert classifier.telling_words(Text("")) == []


def test_one_bad_sentence_in_a_long_text_is_not_drowned(classifier: Classifier) -> None:
    ordinary = " ".join(ORDINARY) + ". "
    for before, after in ((0, 20), (10, 10), (20, 0)):
        body = ordinary * before + "you zorblet, you gruntwick. " + ordinary * after
        assert classifier.score(Text(body)) > 0.5
    assert classifier.score(Text(ordinary * 21)) < 0.2


def test_the_subject_of_a_source_that_is_all_hostile_is_not_taken_for_hostile(
    classifier: Classifier,
) -> None:
    assert classifier.score(Text("The train to town was late again.")) < 0.2


def test_naming_people_does_not_make_a_text_hostile_even_if_hostile_texts_do_it_more(tmp_path: Path) -> None:
    about_people = [
        {"text": f"{row['text']} with a german{' and' * (number % 3)}", "label": row["label"]}
        for number, row in enumerate(rows(600, seed=5))
        if row["label"] == "toxic"
    ]
    path = write_rows(tmp_path / "own.jsonl", [*rows(600), *about_people])
    classifier = Classifier(train([path], Kind.TOXICITY, progress=silent))
    named, unnamed = Text("the german driver is fine"), Text("the driver is fine")
    assert classifier.score(named) < max(0.1, 2 * classifier.score(unnamed))
    assert classifier.score(Text("the german is a zorblet")) > 0.5


def test_the_same_lines_and_seed_give_the_same_file(folder: Path, model: Model) -> None:
    again = train([folder], Kind.TOXICITY, progress=silent)
    assert packed(again) == packed(model)


def test_another_seed_gives_another_file(folder: Path, model: Model) -> None:
    other = train([folder], Kind.TOXICITY, seed=2, progress=silent)
    assert packed(other) != packed(model)


def test_the_description_says_what_the_model_was_made_from(model: Model) -> None:
    described = model.description
    assert [(source.name, source.rows, source.positive) for source in described.sources] == [
        ("train-mixed", 600, 200),
        ("train-trains", 100, 100),
    ]
    assert {source.licence for source in described.sources} == {"not stated"}
    assert all(len(source.sha256) == 64 for source in described.sources)
    assert [(each.source, each.unseen) for each in described.measures] == [("train-mixed", "examples")]
    assert described.measures[0].auc > 0.95
    assert described.thresholds["1%"] >= described.thresholds["2%"] >= described.thresholds["4%"]
    assert "train-mixed" in report(described, "digest")


def test_progress_is_told_in_order_from_nothing_to_everything(folder: Path) -> None:
    told: list[tuple[str, float]] = []
    train([folder], Kind.TOXICITY, progress=lambda what, share: told.append((what, share)))
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert "reading train-mixed.jsonl.gz" in [what for what, _ in told]


def test_to_a_spam_model_hostile_lines_are_no_spam(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "own.jsonl", [*rows(300, label="spam"), *rows(90, seed=3)])
    corpus = read_corpus(path, Kind.SPAM)
    assert (corpus.source.rows, corpus.source.positive) == (390, 100)
    to_the_other = read_corpus(path, Kind.TOXICITY)
    assert (to_the_other.source.rows, to_the_other.source.positive) == (290, 30)
    spam = Classifier(train([path], Kind.SPAM, progress=silent))
    assert spam.score(Text(f"buy a {HOSTILE[0]} now")) > 0.5


def test_measuring_without_a_source_is_done_where_another_has_both_classes(tmp_path: Path) -> None:
    for number in (1, 2):
        write_rows(tmp_path / f"{number}.jsonl", rows(300, seed=number))
    measures = train([tmp_path], Kind.TOXICITY, progress=silent).description.measures
    assert [(each.source, each.unseen) for each in measures if each.unseen == "source"] == [
        ("1", "source"),
        ("2", "source"),
    ]


def test_lines_compressed_or_not_are_the_same_source(tmp_path: Path) -> None:
    plain = read_corpus(write_rows(tmp_path / "own.jsonl", rows(30)), Kind.TOXICITY)
    compressed = read_corpus(write_rows(tmp_path / "own.jsonl.gz", rows(30)), Kind.TOXICITY)
    assert plain == compressed


def test_of_a_folder_the_files_for_training_are_taken_where_any_say_so(folder: Path, tmp_path: Path) -> None:
    assert [path.name for path in files_in([folder])] == ["train-mixed.jsonl.gz", "train-trains.jsonl"]
    for name in ("b.jsonl", "a.jsonl.gz", "notes.txt"):
        (tmp_path / name).touch()
    assert [path.name for path in files_in([tmp_path])] == ["a.jsonl.gz", "b.jsonl"]
    assert files_in([tmp_path / "notes.txt"]) == [tmp_path / "notes.txt"]


def _few(path: Path) -> None:
    write_rows(path, rows(3 * (MIN_OF_EACH - 1)))


def _bad_label(path: Path) -> None:
    write_rows(path, [*rows(100), {"text": "x", "label": "rude"}])


def _cut_short(path: Path) -> None:
    path.write_bytes(gzip.compress(json.dumps(rows(1)[0]).encode() * 50)[:-20])


REFUSED: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "no such file": ("none.jsonl", Path.exists, "no file or folder"),
    "too few": ("few.jsonl", _few, f"{MIN_OF_EACH} or more"),
    "another label": ("bad.jsonl", _bad_label, r"bad\.jsonl:101: .*rude"),
    "no JSON": ("bad.jsonl", lambda path: path.write_text('{"text": "x"\n'), r"bad\.jsonl:1: "),
    "not UTF-8": (
        "bad.jsonl",
        lambda path: path.write_bytes(b'{"text": "\xff", "label": "clean"}\n'),
        r"bad\.jsonl:1: ",
    ),
    "not compressed": ("bad.jsonl.gz", lambda path: path.write_text("{}"), "cannot be read"),
    "cut short": ("bad.jsonl.gz", _cut_short, "cannot be read"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_data_that_cannot_be_learnt_from_is_refused_with_its_place(tmp_path: Path, name: str) -> None:
    file, make, said = REFUSED[name]
    make(tmp_path / file)
    with pytest.raises(ModelError, match=said):
        train([tmp_path / file], Kind.TOXICITY, progress=silent)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="nothing to train on"):
        train([tmp_path], Kind.TOXICITY, progress=silent)


def test_probabilities_rise_with_the_margin_and_agree_with_the_examples() -> None:
    numbers = np.random.default_rng(1)
    margins = numbers.normal(0, 2, 20_000)
    positive = numbers.random(20_000) < 1 / (1 + np.exp(-(0.7 * margins - 1.1)))
    slope, offset = fitted_sigmoid(margins, positive, np.ones(20_000))
    assert slope == pytest.approx(0.7, abs=0.05)
    assert offset == pytest.approx(-1.1, abs=0.05)


@pytest.mark.parametrize(
    "margins, positive",
    [
        ([-1e3, -1e3, 1e3, 1e3], [False, False, True, True]),
        ([1.0, 1.0, 1.0, 1.0], [False, True, False, True]),
        ([3.0, 2.0, 1.0, 0.0], [False, False, True, True]),
    ],
    ids=["told apart perfectly", "all the same", "the wrong way round"],
)
def test_a_calibration_never_turns_scores_around(margins: list[float], positive: list[bool]) -> None:
    slope, offset = fitted_sigmoid(np.array(margins), np.array(positive), np.ones(4))
    assert slope > 0
    assert np.isfinite(slope)
    assert np.isfinite(offset)


def test_a_measure_is_what_it_says() -> None:
    scores = np.array([0.1, 0.2, 0.3, 0.4, 0.4, 0.9])
    positive = np.array([False, False, True, False, True, True])
    # Of nine pairs seven are in order, and one is a draw.
    assert area_under_curve(scores, positive) == pytest.approx(7.5 / 9)
    clean = np.arange(100.0)
    assert (clean > threshold_for(clean, np.ones(100), 0.04)).mean() == pytest.approx(0.04)
    told_apart = measure("own", "examples", np.array([0.0, 1.0]), np.array([False, True]))
    assert (told_apart.auc, told_apart.caught) == (1.0, {"1%": 1.0, "2%": 1.0, "4%": 1.0})
