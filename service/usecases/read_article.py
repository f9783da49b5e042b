"""Anybody reads what is known of an article."""

from dataclasses import dataclass

from service.domain.articles import Article
from service.domain.errors import ArticleNotFound
from service.moderation.current import Judges
from service.storage.store import Store
from service.usecases.article_levels import at_level


@dataclass(frozen=True, slots=True)
class ReadArticle:
    store: Store
    judges: Judges

    def __call__(self, key: str) -> Article:
        """The article with this key. Raises ArticleNotFound, StoreUnavailable, PolicyError."""
        with self.store.read() as tx:
            article = tx.articles.by_key(key)
        if article is None:
            raise ArticleNotFound("There is no article with this key.")
        return at_level(article, self.judges().policy)
