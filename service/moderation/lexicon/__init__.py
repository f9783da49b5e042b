"""The lexicon: words with a category and a severity, and how to find them, disguised or not."""

from service.moderation.lexicon.entries import Entry
from service.moderation.lexicon.index import Lexicon, lexicon, lists_version

__all__ = ["Entry", "Lexicon", "lexicon", "lists_version"]
