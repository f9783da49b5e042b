"""Puts the parts together: settings in, one value with every use case out."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from service.domain.clock import Clock, utc_now
from service.domain.work import Lease
from service.moderation.current import CurrentJudge, FixedJudge, Judges
from service.moderation.pipeline import Judge
from service.queueing.bell import Bell
from service.queueing.connection import connect_for_ringing
from service.queueing.repeats import RecentTexts
from service.settings import Settings
from service.storage.engine import make_engine
from service.storage.store import Store
from service.usecases.check_readiness import CheckReadiness
from service.usecases.count_comments import CountComments
from service.usecases.create_account import CreateAccount
from service.usecases.create_token import CreateToken
from service.usecases.decide_comment import DecideComment
from service.usecases.export_decisions import ExportDecisions
from service.usecases.judge_due import JudgeDue
from service.usecases.list_own_comments import ListOwnComments
from service.usecases.list_published import ListPublished
from service.usecases.list_review_queue import ListReviewQueue
from service.usecases.passwords import Passwords
from service.usecases.preview_judgement import PreviewJudgement
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
    judges: Judges
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
    preview_judgement: PreviewJudgement
    judge_due: JudgeDue
    sweep_overdue: SweepOverdue
    requeue_pending: RequeuePending
    export_decisions: ExportDecisions
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
    """Everything wired by these settings; any part can be handed in instead. Connects to nothing yet, and
    reads the policy when a judge is first asked for. Raises UnsafeSqlite.
    """
    make_judge = partial(Judge, models=settings.models_directory)
    judges = CurrentJudge(settings.policy_file, make_judge) if judge is None else FixedJudge(judge)
    store = store or _open_store(settings)
    redis = connect_for_ringing(settings.redis_url)
    bell = bell or Bell(redis, settings.most_rings)
    passwords = Passwords()
    lease = Lease(settings.lease_seconds, settings.max_attempts)
    return Services(
        clock=clock,
        store=store,
        bell=bell,
        judges=judges,
        submit_comment=SubmitComment(store, bell, clock, judges),
        list_published=ListPublished(store, judges),
        count_comments=CountComments(store),
        read_comment=ReadComment(store),
        list_own_comments=ListOwnComments(store),
        put_article=PutArticle(store, clock, judges),
        read_article=ReadArticle(store, judges),
        list_review_queue=ListReviewQueue(store),
        read_dossier=ReadDossier(store),
        decide_comment=DecideComment(store, clock),
        preview_judgement=PreviewJudgement(store, judges),
        judge_due=JudgeDue(
            store,
            bell,
            clock,
            judges,
            lease,
            batch_size=settings.batch_size,
            time_budget_seconds=JOB_BUDGET_SECONDS,
            recent=RecentTexts(redis),
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
        export_decisions=ExportDecisions(store),
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
        check_readiness=CheckReadiness(store, bell, judges),
    )
