"""What the trained model takes for hostile, also where no list and no phrase says so."""

import re
from pathlib import Path
from typing import ClassVar

from service.domain.judgement import Context, Signal
from service.moderation.detectors.base import Cost
from service.moderation.model.on_demand import SHIPPED_TOXICITY, ModelOnDemand
from service.moderation.normalise import Text
from service.moderation.signals import SignalCode, signal_at

FLOOR = 0.2
"""Below this the model's opinion is not worth storing. From where on to hold a comment, the policy says."""
_GRAVE, _MARKED = 0.8, 0.5
_SUPPORT = 0.1
"""What must be left of the score without the word that tells most. One word may be said of a thing: a stupid
decision, a dumb terminal. Where it is said of people, others around it tell as well."""
_STEP = 12.0
"""The most by which reported words divide the odds. Without a bound, an insult in quotation marks would be
nothing. Of what the score alone would hold, this step excuses two of three quotations, and one of seven
hostile comments that report words."""


class ToxicityDetector:
    """`model` is a file made by `train-model`; if it is None, the one that comes with the service."""

    name: ClassVar[str] = "toxicity"
    codes: ClassVar[frozenset[SignalCode]] = frozenset({SignalCode.TOXICITY})
    cost: ClassVar[Cost] = Cost.CHARACTERS

    def __init__(self, model: Path | None = None) -> None:
        self._model = ModelOnDemand(model or SHIPPED_TOXICITY, "toxicity")

    @property
    def version(self) -> str:
        """This detector's version and the digest of the model's file."""
        return f"2+{self._model.digest}"

    @property
    def fault(self) -> str | None:
        """Why the model cannot be used; None where it can, or has not been needed yet."""
        return self._model.fault

    def find(self, text: Text, _context: Context) -> tuple[Signal, ...]:
        """At most one signal, `toxicity`: its score is a probability, its spans the words that tell most.

        Where the author reports words or speaks against them, the score is that of the rest of the text,
        but at most a step lower: quotation marks excuse much, not everything. The severity is 1 where the
        score rests on a single word, and otherwise up to 3. Raises ModelError where the model cannot be
        used.
        """
        classifier = self._model.classifier()
        score = classifier.score(text)
        if score >= FLOOR and text.reported:
            score = min(score, max(classifier.score(without_reported(text)), _one_step_below(score)))
        if score < FLOOR:
            return ()
        telling = classifier.telling(text)
        severity = 1
        if score >= _MARKED and classifier.score(without_word(text, telling.strongest)) >= _SUPPORT:
            severity = 3 if score >= _GRAVE else 2
        found = [f"score {score:.2f}"]
        return (signal_at(SignalCode.TOXICITY, telling.words, found, score=score, severity=severity),)


def _one_step_below(score: float) -> float:
    return score / (score + (1 - score) * _STEP)


def without_word(text: Text, word: str) -> Text:
    """The folded text with a space for this word of it, wherever it stands; the text itself for no word."""
    return Text(re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", " ", text.folded.text)) if word else text


def without_reported(text: Text) -> Text:
    """The text with spaces where its author reports words or speaks against them: all else stays in place."""
    body = list(text.body)
    for span in text.reported:
        body[span.start : span.end] = " " * (span.end - span.start)
    return Text("".join(body))
