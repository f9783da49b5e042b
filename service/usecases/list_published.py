"""Anybody reads the published comments of an article."""

from dataclasses import dataclass

from service.domain.articles import Article
from service.domain.comments import Comment
from service.domain.errors import ArticleNotFound
from service.domain.paging import Page, PageRequest
from service.storage.store import Store


@dataclass(frozen=True, slots=True)
class PublishedList:
    """`page` is None where the caller already holds this version of the list."""

    article: Article
    page: Page[Comment] | None


@dataclass(frozen=True, slots=True)
class ListPublished:
    store: Store

    def __call__(
        self, article_key: str, request: PageRequest, known_version: int | None = None
    ) -> PublishedList:
        """One page of the article's published comments, or none if `known_version` is still the newest.

        Raises ArticleNotFound, StoreUnavailable.
        """
        with self.store.read() as tx:
            article = tx.articles.by_key(article_key)
            if article is None:
                raise ArticleNotFound("There is no article with this key.")
            if article.version == known_version:
                return PublishedList(article, None)
            return PublishedList(article, tx.published.page(article, request))
