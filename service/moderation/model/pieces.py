"""What is hostile in texts that are all hostile, and what is only their subject.

A source in which every text is positive teaches a model its subjects (politics, football) instead of what
it looks for. So such texts are cut into sentences, and a model of the other sources says which of them
are the positive ones; the rest is taken for clean. The source's subjects are in both classes then. The
idea is that of multiple-instance learning: a text is positive because some sentence in it is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from service.moderation.model.evaluation import Labels
from service.moderation.model.features import Indexes
from service.moderation.model.fitting import Examples, Fitted, examples_of, joined

_SENTENCE_END = re.compile(r"(?<=[.!?])\s|\n")
_MIN_CHARACTERS = 20
_MAX_SENTENCES = 12
_SURELY_POSITIVE = 0.8
_SURELY_CLEAN = 0.7
"""Of the sentences beside the worst one. High, because a model that has not seen the source doubts much."""
_WHOLE_TEXT_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Pieces:
    """The sentences of some texts; sentence `i` is from text `owners[i]`."""

    sentences: Examples
    owners: Indexes

    def of(self, texts: Labels) -> "Pieces":
        """The sentences of the texts that are marked."""
        return Pieces(self.sentences.at(np.flatnonzero(texts[self.owners])), self.owners[texts[self.owners]])


def cut(texts: Sequence[str], weight: float) -> Pieces:
    """The sentences of these texts, each of which will count for `weight`."""
    sentences, owners = [], []
    for number, text in enumerate(texts):
        found = [piece for piece in _SENTENCE_END.split(text) if len(piece) >= _MIN_CHARACTERS] or [text]
        sentences += found[:_MAX_SENTENCES]
        owners += [number] * len(found[:_MAX_SENTENCES])
    examples = examples_of(sentences, np.ones(len(sentences), np.bool_), weight)
    return Pieces(examples, np.array(owners, np.intp))


def sorted_out(whole: Examples, pieces: Pieces, others: Fitted) -> Examples:
    """The sentences, labelled by a model of other sources, and the whole texts for a part of their weight."""
    scores = 1 / (1 + np.exp(-others.margins(pieces.sentences)))
    highest = np.zeros(int(pieces.owners.max(initial=-1)) + 1)
    np.maximum.at(highest, pieces.owners, scores)
    worst = scores == highest[pieces.owners]
    positive = worst | (scores >= _SURELY_POSITIVE)
    certain = positive | (scores < _SURELY_CLEAN)
    labelled = replace(pieces.sentences, positive=positive).at(np.flatnonzero(certain))
    return joined([labelled, replace(whole, weights=whole.weights * _WHOLE_TEXT_SHARE)])
