"""What goes wrong with a model file, or with data to train on."""

from service.domain.errors import DomainError


class ModelError(DomainError):
    """A model file cannot be used, or a model cannot be trained. The sentence says why."""

    code = "model_error"
    title = "The model cannot be used"
