"""The models that come with the service, and how a detector gets hold of one."""

from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from service.moderation.model.errors import ModelError

if TYPE_CHECKING:
    from service.moderation.model.classifier import Classifier

SHIPPED_TOXICITY = Path(__file__).parent / "toxicity.model"
SHIPPED_SPAM = Path(__file__).parent / "spam.model"


class ModelOnDemand:
    """A model that is loaded when it is first needed, and tried once.

    A detector asks inside the pipeline's boundary: without the file, or without numpy, the service
    starts all the same and holds every comment that the model would have read.
    """

    def __init__(self, path: Path, kind: str) -> None:
        """`kind` is what the model must look for."""
        self._path = path
        self._kind = kind
        self._lock = Lock()
        self._classifier: Classifier | None = None
        self._fault: str | None = None

    @property
    def fault(self) -> str | None:
        """Why the model cannot be used; None where it can, or has not been needed yet."""
        return self._fault

    @property
    def digest(self) -> str:
        """The first digits of the file's digest; "none" until the model is loaded, and where it cannot be."""
        return self._classifier.digest[:12] if self._classifier else "none"

    def classifier(self) -> "Classifier":
        """The model. Raises ModelError, the same one each time, where it cannot be used."""
        if self._classifier is None:
            with self._lock:
                if self._classifier is None and self._fault is None:
                    self._load()
            if self._classifier is None:
                raise ModelError(self._fault or "The model is not loaded.")
        return self._classifier

    def _load(self) -> None:
        try:
            # Here, so that numpy is loaded with the model and not with the service.
            from service.moderation.model.classifier import Classifier  # noqa: PLC0415

            classifier = Classifier.from_file(self._path)
        except ModelError as error:
            self._fault = error.detail
            return
        except ImportError as error:
            self._fault = f"{self._path.name} cannot be used: {error}."
            return
        if classifier.description.kind != self._kind:
            self._fault = f"{self._path.name} looks for {classifier.description.kind}, not for {self._kind}."
            return
        self._classifier = classifier
