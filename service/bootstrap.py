"""Puts the parts together: settings in, one value with every use case out."""

from dataclasses import dataclass
from datetime import timedelta

from service.domain.clock import Clock, utc_now
from service.domain.work import Lease
from service.moderation.pipeline import Judge
from service.moderation.policy import load_policy
from service.queueing.bell import Bell
from service.queueing.connection import connect_for_ringing
from service.settings import Settings
from service.storage.engine import make_engine
from service.storage.store import Store
from service.usecases.check_readiness import CheckReadiness
from service.usecases.count_comments import CountComments
from service.usecases.create_account import CreateAccount
from service.usecases.create_token import CreateToken
from service.usecases.decide_comment import DecideComment
from service.usecases.judge_due import JudgeDue
from service.usecases.list_own_comments import ListOwnComments
from service.usecases.list_published import ListPublished
from service.usecases.list_review_queue import ListReviewQueue
from service.usecases.passwords import Passwords
from service.usecases.put_article import PutArticle
from service.usecases.read_article import ReadArticle
from service.usecases.read_comment import ReadComment
from service.usecases.read_dossier import ReadDossier
from service.usecases.requeue_pending import RequeuePending
from service.usecases.sign_in import RecogniseLogin, RecogniseToken, SignIn, SignOut
from service.usecases.submit_comment import SubmitComment
from service.usecases.sweep_overdue import SweepOverdue

JOB_BUDGET_SECONDS = 20.0
"""How long one job goes on draining: well below its time-out."""


@dataclass(frozen=True, slots=True)
class Services:
    """Every use case, wired. Belongs to one process: built after a fork, closed when it ends."""

    clock: Clock
    store: Store
    bell: Bell
    submit_comment: SubmitComment
    list_published: ListPublished
    count_comments: CountComments
    read_comment: ReadComment
    list_own_comments: ListOwnComments
    put_article: PutArticle
    read_article: ReadArticle
    list_review_queue: ListReviewQueue
    read_dossier: ReadDossier
    decide_comment: DecideComment
    judge_due: JudgeDue
    sweep_overdue: SweepOverdue
    requeue_pending: RequeuePending
    create_account: CreateAccount
    create_token: CreateToken
    sign_in: SignIn
    sign_out: SignOut
    recognise_login: RecogniseLogin
    recognise_token: RecogniseToken
    check_readiness: CheckReadiness

    def close(self) -> None:
        self.store.close()
        self.bell.close()


def load_judge(settings: Settings) -> Judge:
    """The pipeline under the magazine's policy. Raises PolicyError. Opens no connection, so a worker may
    load it before it forks.
    """
    return Judge(load_policy(settings.policy_file))


def _open_store(settings: Settings) -> Store:
    patience = settings.database_patience_seconds
    engine = make_engine(settings.resolved_database_url, settings.api_threads + 2, patience)
    return Store(engine, patience)


def build(
    settings: Settings,
    *,
    clock: Clock = utc_now,
    judge: Judge | None = None,
    store: Store | None = None,
    bell: Bell | None = None,
) -> Services:
    """Everything wired by these settings; any part can be handed in instead. Connects to nothing yet.

    Raises PolicyError, UnsafeSqlite.
    """
    judge = judge or load_judge(settings)
    store = store or _open_store(settings)
    bell = bell or Bell(connect_for_ringing(settings.redis_url), settings.most_rings)
    passwords = Passwords()
    lease = Lease(settings.lease_seconds, settings.max_attempts)
    return Services(
        clock=clock,
        store=store,
        bell=bell,
        submit_comment=SubmitComment(store, bell, clock),
        list_published=ListPublished(store),
        count_comments=CountComments(store),
        read_comment=ReadComment(store),
        list_own_comments=ListOwnComments(store),
        put_article=PutArticle(store, clock),
        read_article=ReadArticle(store),
        list_review_queue=ListReviewQueue(store),
        read_dossier=ReadDossier(store),
        decide_comment=DecideComment(store, clock),
        judge_due=JudgeDue(
            store, bell, clock, judge, judge.policy.mode, lease, settings.batch_size, JOB_BUDGET_SECONDS
        ),
        sweep_overdue=SweepOverdue(
            store,
            bell,
            clock,
            lease,
            grace=timedelta(seconds=settings.sweep_seconds),
            deadline=timedelta(seconds=settings.deadline_seconds),
            key_lifetime=timedelta(seconds=settings.idempotency_seconds),
        ),
        requeue_pending=RequeuePending(store, bell, clock),
        create_account=CreateAccount(store, passwords, clock),
        create_token=CreateToken(store, clock),
        sign_in=SignIn(
            store,
            passwords,
            clock,
            max_failures=settings.login_failures,
            failure_window=timedelta(seconds=settings.login_pause_seconds),
        ),
        sign_out=SignOut(store, clock),
        recognise_login=RecogniseLogin(
            store,
            clock,
            idle=timedelta(seconds=settings.login_idle_seconds),
            absolute=timedelta(seconds=settings.login_seconds),
        ),
        recognise_token=RecogniseToken(store, clock),
        check_readiness=CheckReadiness(store, bell),
    )
