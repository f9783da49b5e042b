"""A desk to work at: the use cases, with short ways to make people, articles and comments."""

from dataclasses import dataclass

from service.bootstrap import Services
from service.domain.accounts import Account
from service.domain.articles import Article, ArticleDraft, ArticleMode, ArticleState
from service.domain.comments import Comment
from service.domain.decisions import Decision, HumanChoice
from service.domain.ids import new_id
from service.domain.paging import Order, PageRequest
from service.domain.principals import Principal, Role
from service.domain.reasons import ReasonCode
from service.domain.states import Action, State

PASSWORD = "correct horse battery"


@dataclass(frozen=True)
class Desk:
    services: Services

    def person(self, name: str, role: Role = Role.READER) -> Principal:
        """An account without a password: nobody can sign in with it over HTTP, and no time goes into
        hashing. Use `services.create_account` where a password matters.
        """
        now = self.services.clock()
        principal = Principal(new_id(now), name, role)
        with self.services.store.write() as tx:
            assert tx.accounts.add(Account(principal, None, now))
        return principal

    def reader(self, name: str = "Rita") -> Principal:
        return self.person(name)

    def moderator(self, name: str = "Mona") -> Principal:
        return self.person(name, Role.MODERATOR)

    def article(
        self,
        key: str = "sora-letter",
        state: ArticleState = ArticleState.OPEN,
        mode: ArticleMode | None = None,
        section: str | None = None,
    ) -> Article:
        publisher = Principal(new_id(self.services.clock()), "front end", Role.PUBLISHER)
        draft = ArticleDraft(f"About {key}", f"/articles/{key}", section, state, mode)
        article, _ = self.services.put_article(publisher, key, draft)
        return article

    def post(
        self,
        author: Principal,
        body: str = "A thought.",
        article: str = "sora-letter",
        parent: str | None = None,
    ) -> Comment:
        return self.services.submit_comment(author, article, body, parent).comment

    def decide(self, moderator: Principal, comment: Comment, action: Action) -> Decision:
        reason = ReasonCode.OFF_TOPIC if action is Action.REJECT else None
        choice = HumanChoice(action, comment.revision, reason)
        return self.services.decide_comment(moderator, comment.id, choice).decision

    def approve(self, moderator: Principal, comment: Comment) -> Decision:
        return self.decide(moderator, comment, Action.APPROVE)

    def reject(self, moderator: Principal, comment: Comment) -> Decision:
        return self.decide(moderator, comment, Action.REJECT)

    def judge(self) -> int:
        """Let a worker judge everything that is due."""
        return self.services.judge_due()

    def state(self, comment: Comment) -> State:
        """How the comment stands now, as the record says."""
        with self.services.store.read() as tx:
            standing = tx.decisions.standing(comment.id)
        assert standing is not None
        return standing.state

    def published(self, article: str = "sora-letter") -> tuple[Comment, ...]:
        """What a stranger reads under the article, oldest first."""
        page = self.services.list_published(article, PageRequest(Order.OLDEST)).page
        assert page is not None
        return page.items
