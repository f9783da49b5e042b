"""Trains a model: from files of labelled texts to a model file, with what was measured on the way.

Figures from texts of the same sources flatter. So every source with examples of either class is also
measured with a model that has seen nothing of it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from service.moderation.model import features
from service.moderation.model.calibration import fitted_sigmoid
from service.moderation.model.corpus import Corpus, Kind, files_in, read_corpus
from service.moderation.model.errors import ModelError
from service.moderation.model.evaluation import (
    FLAGGED_SHARES,
    Labels,
    Scores,
    measure,
    per_cent,
    threshold_for,
)
from service.moderation.model.fitting import SMOOTHING, Examples, Fitted, examples_of, fit, joined
from service.moderation.model.identities import with_twins
from service.moderation.model.pieces import Pieces, cut, sorted_out
from service.moderation.model.weights import Description, Measure, Model

Progress = Callable[[str, float], None]
"""Told what is being done, in a few words, and the share of everything that is done, from 0 to 1."""

MIN_OF_EACH = 20
"""Fewer examples than this, of either class, are nothing to learn from."""
MAX_LEARNT_CHARACTERS = 600
"""Only so much of a text is learnt from: more of it says little more, and takes most of the time."""
FOLDS = 3
BASE_RATE = 0.2
"""Probabilities are right where this share of the texts is positive."""

_MIN_POSITIVE_SHARE = 0.25
"""Where positive examples weigh less than this share of all, they are made to weigh it."""
_LARGEST = 127
_READING = 0.4
"""The part of the time that reading the files takes, about."""


@dataclass(frozen=True, slots=True)
class _Source:
    """A corpus as examples; its sentences too where all its texts are positive."""

    name: str
    whole: Examples
    pieces: Pieces | None

    @property
    def has_both(self) -> bool:
        return bool(self.whole.positive.any()) and not bool(self.whole.positive.all())

    def at(self, texts: Labels) -> "_Source":
        """The texts that are marked, and their sentences."""
        pieces = self.pieces.of(texts) if self.pieces else None
        return _Source(self.name, self.whole.at(np.flatnonzero(texts)), pieces)


def train(places: Sequence[Path], kind: Kind, *, seed: int = 1, progress: Progress) -> Model:
    """A model from these files and folders. The same lines and seed give the same model.

    Raises ModelError where a file cannot be read, and where there are too few examples.
    """
    corpora = list(_read(files_in(places), kind, progress))
    _refuse_too_few(corpora, kind)
    sources = [_source(corpus) for corpus in corpora]
    margins, measures = _tried(sources, seed, progress)
    progress("fitting the model", 0.95)
    fitted = _fitted(sources, seed)
    everything = joined([source.whole for source in sources])
    slope, offset = fitted_sigmoid(margins, everything.positive, _at_base_rate(everything))
    clean = ~everything.positive
    probabilities = 1 / (1 + np.exp(-(slope * margins + offset)))
    thresholds = {
        per_cent(share): round(threshold_for(probabilities[clean], everything.weights[clean], share), 3)
        for share in FLAGGED_SHARES
    }
    weights, scale = _rounded(fitted.weights)
    progress("done", 1.0)
    return Model(
        Description(
            kind=kind.value,
            features=features.VERSION,
            bits=features.BITS,
            scale=scale,
            bias=fitted.bias,
            smoothing=SMOOTHING,
            slope=slope,
            offset=offset,
            thresholds=thresholds,
            seed=seed,
            sources=[corpus.source for corpus in corpora],
            measures=measures,
        ),
        weights,
    )


def _read(paths: Sequence[Path], kind: Kind, progress: Progress) -> Iterator[Corpus]:
    for number, path in enumerate(paths):
        progress(f"reading {path.name}", _READING * number / len(paths))
        corpus = read_corpus(path, kind)
        if corpus.texts and corpus.weight > 0:
            yield corpus


def _refuse_too_few(corpora: Sequence[Corpus], kind: Kind) -> None:
    positive = sum(corpus.source.positive for corpus in corpora)
    clean = sum(corpus.source.rows for corpus in corpora) - positive
    for label, count in ((kind.label, positive), ("clean", clean)):
        if count < MIN_OF_EACH:
            raise ModelError(
                f"There are {count} texts with the label {label}; it takes {MIN_OF_EACH} or more."
            )


def _source(corpus: Corpus) -> _Source:
    texts = [text[:MAX_LEARNT_CHARACTERS] for text in corpus.texts]
    positive = np.array(corpus.positive, np.bool_)
    pieces = cut(texts, corpus.weight) if positive.all() else None
    return _Source(corpus.name, examples_of(texts, positive, corpus.weight), pieces)


def _tried(sources: Sequence[_Source], seed: int, progress: Progress) -> tuple[Scores, list[Measure]]:
    """The margin of every example by a model that has not seen it, and how well such models do."""
    both = [source for source in sources if source.has_both]
    apart = both if len(sources) > 1 else []
    trials = FOLDS + len(apart)
    margins = _cross_validated(sources, seed, lambda done: progress("cross-validation", _share(done, trials)))
    measures = [
        measure(source.name, "examples", scores, source.whole.positive)
        for source, scores in zip(sources, margins, strict=True)
        if source.has_both
    ]
    for number, source in enumerate(apart):
        progress(f"measuring without {source.name}", _share(FOLDS + number, trials))
        others = [other for other in sources if other is not source]
        if _learnable(others):
            scores = _fitted(others, seed).margins(source.whole)
            measures.append(measure(source.name, "source", scores, source.whole.positive))
    return np.concatenate(margins), measures


def _cross_validated(sources: Sequence[_Source], seed: int, progress: Callable[[int], None]) -> list[Scores]:
    order = np.random.default_rng(seed)
    folds = [order.permutation(len(source.whole)) % FOLDS for source in sources]
    margins = [np.zeros(len(source.whole)) for source in sources]
    for fold in range(FOLDS):
        progress(fold)
        seen = [source.at(own != fold) for source, own in zip(sources, folds, strict=True)]
        fitted = _fitted(seen, seed)
        for source, own, into in zip(sources, folds, margins, strict=True):
            into[own == fold] = fitted.margins(source.whole.at(np.flatnonzero(own == fold)))
    return margins


def _fitted(sources: Sequence[_Source], seed: int) -> Fitted:
    """A fit to all of these sources. Sources that are all positive are sorted out by a fit to the others."""
    mixed = [source.whole for source in sources if not source.pieces]
    if len(mixed) == len(sources) or not _learnable([source for source in sources if not source.pieces]):
        return _fit(joined([source.whole for source in sources]), seed)
    others = _fit(joined(mixed), seed)
    sorted_sources = [
        sorted_out(source.whole, source.pieces, others) if source.pieces else source.whole
        for source in sources
    ]
    return _fit(joined(sorted_sources), seed)


def _fit(examples: Examples, seed: int) -> Fitted:
    return fit(_with_positive_share(with_twins(examples, seed), at_least=_MIN_POSITIVE_SHARE), seed)


def _learnable(sources: Sequence[_Source]) -> bool:
    positive = sum(int(source.whole.positive.sum()) for source in sources)
    return 0 < positive < sum(len(source.whole) for source in sources)


def _with_positive_share(examples: Examples, at_least: float) -> Examples:
    share = float(examples.weights[examples.positive].sum() / examples.weights.sum())
    if share >= at_least:
        return examples
    factor = at_least / (1 - at_least) * (1 - share) / share
    return replace(examples, weights=np.where(examples.positive, factor, 1.0) * examples.weights)


def _at_base_rate(examples: Examples) -> Scores:
    """The examples' weights, changed so that the positive ones weigh what BASE_RATE says."""
    positive = float(examples.weights[examples.positive].sum())
    clean = float(examples.weights[~examples.positive].sum())
    factor = BASE_RATE / (1 - BASE_RATE) * clean / positive
    return np.where(examples.positive, factor, 1.0) * examples.weights


def _rounded(weights: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.int8], float]:
    """The weights as signed bytes, and what a byte's unit is worth."""
    scale = float(np.abs(weights).max()) / _LARGEST
    return np.rint(weights / scale).astype(np.int8), scale


def _share(done: int, trials: int) -> float:
    return _READING + (0.95 - _READING) * done / trials
