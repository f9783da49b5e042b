"""Anybody reads the published comments of an article."""

from dataclasses import dataclass

from service.domain.articles import Article
from service.domain.comments import Comment
from service.domain.errors import ArticleNotFound
from service.domain.paging import Page, PageRequest
from service.moderation.current import Judges
from service.storage.store import Store
from service.usecases.article_levels import at_level


@dataclass(frozen=True, slots=True)
class PublishedList:
    """`page` is None where the caller already holds this version of the list."""

    article: Article
    page: Page[Comment] | None


@dataclass(frozen=True, slots=True)
class ListPublished:
    store: Store
    judges: Judges

    def __call__(
        self, article_key: str, request: PageRequest, known_version: int | None = None
    ) -> PublishedList:
        """One page of the article's published comments, or none if `known_version` is still the newest.

        Raises ArticleNotFound, StoreUnavailable, PolicyError.
        """
        with self.store.read() as tx:
            article = tx.articles.by_key(article_key)
            if article is None:
                raise ArticleNotFound("There is no article with this key.")
            known = article.version == known_version
            page = None if known else tx.published.page(article, request)
        return PublishedList(at_level(article, self.judges().policy), page)
