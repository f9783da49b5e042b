"""What the trained model takes for spam: one opinion beside those of the rules about spam."""

from pathlib import Path
from typing import ClassVar

from service.domain.judgement import Context, Signal
from service.moderation.detectors.base import Cost
from service.moderation.model.on_demand import SHIPPED_SPAM, ModelOnDemand
from service.moderation.normalise import Text
from service.moderation.signals import SignalCode, signal_at

FLOOR = 0.3
"""Below this the model's opinion is not worth storing. What follows from it, the policy says."""
_MARKED = 0.5


class LearnedSpamDetector:
    """`model` is a file made by `train-model`; if it is None, the one that comes with the service."""

    name: ClassVar[str] = "learned_spam"
    codes: ClassVar[frozenset[SignalCode]] = frozenset({SignalCode.SPAM})
    cost: ClassVar[Cost] = Cost.CHARACTERS

    def __init__(self, model: Path | None = None) -> None:
        self._model = ModelOnDemand(model or SHIPPED_SPAM, "spam")

    @property
    def version(self) -> str:
        """This detector's version and the digest of the model's file."""
        return f"1+{self._model.digest}"

    @property
    def fault(self) -> str | None:
        """Why the model cannot be used; None where it can, or has not been needed yet."""
        return self._model.fault

    def find(self, text: Text, _context: Context) -> tuple[Signal, ...]:
        """At most one signal, `spam`: its score is a probability, its spans the words that tell most.

        Raises ModelError where the model cannot be used.
        """
        classifier = self._model.classifier()
        score = classifier.score(text)
        if score < FLOOR:
            return ()
        spans = classifier.telling_words(text)
        severity = 2 if score >= _MARKED else 1
        return (signal_at(SignalCode.SPAM, spans, [f"score {score:.2f}"], score=score, severity=severity),)
