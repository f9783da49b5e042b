"""The magazine's server tells of an article, or of a change to one."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from service.domain.articles import Article, ArticleDraft, is_article_key
from service.domain.clock import Clock
from service.domain.errors import FieldError, InvalidFields
from service.domain.ids import new_id
from service.domain.principals import Principal, Right
from service.moderation.current import Judges
from service.storage.store import Store
from service.usecases.article_levels import at_level

LONGEST_TITLE = 500
LONGEST_URL = 2_000
LONGEST_SECTION = 100


@dataclass(frozen=True, slots=True)
class PutArticle:
    store: Store
    clock: Clock
    judges: Judges

    def __call__(self, principal: Principal, key: str, draft: ArticleDraft) -> tuple[Article, bool]:
        """Create or change the article; what the draft leaves out keeps its value.

        The second value says whether the article is new. Raises NotAllowed, InvalidFields,
        StoreUnavailable, PolicyError.
        """
        principal.require(Right.PUBLISH_ARTICLE)
        errors = [*_errors_in_key(key), *_errors_in_draft(draft)]
        if errors:
            raise InvalidFields(errors)
        now = self.clock()
        with self.store.write() as tx:
            created = tx.articles.put(new_id(now), key, draft, now)
            article = tx.articles.by_key(key)
        assert article is not None
        return at_level(article, self.judges().policy), created


def _errors_in_key(key: str) -> list[FieldError]:
    if is_article_key(key):
        return []
    return [FieldError("key", "invalid_key", "An article's key has 1 to 200 letters, digits or . _ ~ -")]


def _errors_in_draft(draft: ArticleDraft) -> list[FieldError]:
    errors = []
    if not draft.title.strip() or len(draft.title) > LONGEST_TITLE:
        errors.append(FieldError("title", "invalid_title", f"A title has 1 to {LONGEST_TITLE} characters."))
    if len(draft.url) > LONGEST_URL or not _is_web_address(draft.url):
        errors.append(
            FieldError(
                "url", "invalid_url", "An address begins with http:// or https://, or with a single /."
            )
        )
    if isinstance(draft.section, str) and not 0 < len(draft.section.strip()) <= LONGEST_SECTION:
        errors.append(
            FieldError("section", "invalid_section", f"A section has 1 to {LONGEST_SECTION} characters.")
        )
    return errors


def _is_web_address(url: str) -> bool:
    """Whether a browser can be sent there safely: no other scheme, no control character, no space."""
    if not url.isprintable() or " " in url or "\\" in url:
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if parts.scheme in ("http", "https"):
        return bool(parts.netloc)
    return not parts.scheme and not parts.netloc and url.startswith("/") and not url.startswith("//")
