"""The list of the package better-profanity, as one source among several."""

from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version

from service.moderation.lexicon.entries import Entry, Group
from service.moderation.signals import SignalCode

# Much of the list is ordinary English, and it says nothing of how grave a word is.
_GROUP = Group(SignalCode.PROFANITY, severity=1, ambiguous=True)


def package_entries() -> list[Entry]:
    """The package's entries. Raises what loading it raises, and LookupError if its list is empty."""
    # Imported here: the package reads files as it is imported, and a broken installation must hold comments,
    # inside the pipeline's boundary, instead of stopping the service.
    from better_profanity import profanity  # noqa: PLC0415

    # The package keeps its list in an order that differs from process to process; evidence must not.
    texts = sorted(map(str, profanity.CENSOR_WORDSET))
    if not texts:
        raise LookupError("the word list of better-profanity is empty")
    # An entry with signs or digits among its letters is one disguise of many, and a text is read for all.
    return [Entry(text, text, _GROUP) for text in texts if text.replace(" ", "").isalpha()]


def package_version() -> str:
    """The installed package's version, empty if there is none."""
    try:
        return installed_version("better-profanity")
    except PackageNotFoundError:
        return ""
