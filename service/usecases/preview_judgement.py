"""A moderator tries what would happen to a text."""

from dataclasses import dataclass

from service.domain.body import clean_body
from service.domain.errors import ArticleNotFound, FieldError, InvalidFields
from service.domain.judgement import Context, Judgement
from service.domain.principals import Principal, Right
from service.domain.work import WELL_KNOWN
from service.moderation.current import Judges
from service.moderation.policy import Policy
from service.moderation.rules import RuleOutcome, explain
from service.storage.store import Store, Transaction


@dataclass(frozen=True, slots=True)
class Preview:
    """What the verdict would be, with all evidence, and for each rule whether it fired or why not."""

    judgement: Judgement
    outcomes: tuple[RuleOutcome, ...]


@dataclass(frozen=True, slots=True)
class PreviewJudgement:
    store: Store
    judges: Judges

    def __call__(
        self, principal: Principal, text: str, author: str | None = None, article_key: str | None = None
    ) -> Preview:
        """The verdict on the text as a comment by this author (a name or an id) under this article. Without
        an author it is judged as by a well-known reader, without an article at the policy's own level.

        Nothing is stored, and other readers' comments are not compared. Raises NotAllowed, InvalidFields,
        ArticleNotFound, StoreUnavailable, PolicyError.
        """
        principal.require(Right.MODERATE)
        body = clean_body(text, "text")
        judge = self.judges()
        with self.store.read() as tx:
            context = _context(tx, judge.policy, author, article_key)
        judgement = judge.judge(body, context)
        return Preview(judgement, explain(judgement.evidence, context, judge.policy))


def _context(tx: Transaction, policy: Policy, author: str | None, article_key: str | None) -> Context:
    section, mode = None, None
    if article_key is not None:
        article = tx.articles.by_key(article_key)
        if article is None:
            raise ArticleNotFound("There is no article with this key.")
        section, mode = article.section, article.mode
    standing = WELL_KNOWN if author is None else tx.work.author_standing(author)
    if standing is None:
        raise InvalidFields([FieldError("author", "unknown_author", "Nobody here has this name or id.")])
    return Context(
        mode=policy.level(section, mode),
        author_approved_count=standing.approved,
        author_same_text_count=0,
        section=section or "",
        author_recent_count=standing.recent,
        author_rejected_count=standing.rejected,
    )
