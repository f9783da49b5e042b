"""How the policy's levels bear on an article."""

from dataclasses import replace

from service.domain.articles import Article, ArticleMode, ArticleState
from service.moderation.policy import Policy


def at_level(article: Article, policy: Policy) -> Article:
    """The article as it stands under this policy: closed where its level says so, whatever its own state."""
    if policy.level(article.section, article.mode) is ArticleMode.CLOSED:
        return replace(article, state=ArticleState.CLOSED)
    return article
