"""From the domain to what the interface shows."""

from datetime import datetime

from msgspec import UNSET

from service.domain.articles import Article, ArticleState
from service.domain.comments import Comment, Dossier, Reviewable, Revision
from service.domain.decisions import Decision
from service.domain.errors import FieldError
from service.domain.judgement import Judgement, RecordedJudgement, Signal
from service.domain.paging import Page
from service.domain.principals import Principal
from service.domain.reasons import Reason
from service.usecases.preview_judgement import Preview
from service.web import representations as shown


def user(principal: Principal) -> shown.User:
    return shown.User(principal.id, principal.name, principal.role)


def article(of: Article, now: datetime) -> shown.Article:
    return shown.Article(
        key=of.key,
        title=of.title,
        url=of.url,
        section=of.section,
        state=ArticleState.OPEN if of.is_open(now) else ArticleState.CLOSED,
        mode=of.mode,
        closes_at=of.closes_at,
        comment_count=of.comment_count,
        reactions={},
    )


def comment(of: Comment) -> shown.Comment:
    return shown.Comment(
        id=of.id,
        article=of.article_key,
        parent_id=of.parent_id,
        author=shown.Author(of.author.id, of.author.name),
        body=of.body,
        state=of.state,
        revision=of.revision,
        created_at=of.created_at,
        edited_at=of.edited_at,
        reactions={},
        reasons=UNSET if of.reasons is None else _reasons(of.reasons),
    )


def comment_list(page: Page[Comment]) -> shown.CommentList:
    return shown.CommentList([comment(each) for each in page.items], page.count, page.next)


def decision(of: Decision) -> shown.Decision:
    return shown.Decision(
        id=of.id,
        revision=of.revision,
        action=of.action,
        state=of.state,
        actor=shown.Actor(of.actor_kind, of.actor_id, of.actor),
        reasons=_reasons(of.reasons),
        rules=list(of.rules),
        policy_version=of.policy_version,
        judgement_id=of.judgement_id,
        note=of.note,
        replaces=of.replaces,
        decided_at=of.decided_at,
    )


def review_queue(page: Page[Reviewable], now: datetime) -> shown.ReviewQueue:
    return shown.ReviewQueue([reviewable(each, now) for each in page.items], page.count, page.next)


def reviewable(of: Reviewable, now: datetime) -> shown.Reviewable:
    record = of.record
    return shown.Reviewable(
        id=of.comment.id,
        article=_queue_article(of.article, now),
        parent_id=of.comment.parent_id,
        parent=comment(of.parent) if of.parent else None,
        author=shown.Author(of.comment.author.id, of.comment.author.name),
        author_record=shown.AuthorRecord(
            record.since, record.approved, record.rejected, record.held, record.pending
        ),
        body=of.comment.body,
        state=of.comment.state,
        revision=of.comment.revision,
        created_at=of.comment.created_at,
        edited_at=of.comment.edited_at,
        reactions={},
        reasons=_reasons(of.comment.reasons or ()),
        evidence=_evidence(of.judgement) if of.judgement else None,
        decision=decision(of.decision) if of.decision else None,
        # Clocks of several machines differ a little: a wait is never shown as negative.
        waiting_seconds=max(0, int((now - of.waiting_since).total_seconds())),
    )


def dossier(of: Dossier, now: datetime) -> shown.Dossier:
    entry = reviewable(of.reviewable, now)
    return shown.Dossier(
        **{name: getattr(entry, name) for name in entry.__struct_fields__},
        revisions=[_revision(each) for each in of.revisions],
        signals=entry.evidence.signals if entry.evidence else [],
        judgements=[_judgement(each) for each in of.judgements],
        decisions=[decision(each) for each in of.decisions],
    )


def preview(of: Preview) -> shown.Preview:
    verdict = of.judgement.verdict
    return shown.Preview(
        action=verdict.action,
        reasons=_reasons(verdict.reasons),
        evidence=_evidence(of.judgement),
        rules=[
            shown.RuleOutcome(
                id=outcome.rule.id,
                fired=outcome.fired,
                verdict=outcome.rule.verdict,
                reason=outcome.rule.reason,
                condition=outcome.rule.condition,
                why=list(outcome.why),
                why_not=list(outcome.why_not),
            )
            for outcome in of.outcomes
        ],
    )


def field_problem(of: FieldError) -> shown.FieldProblem:
    return shown.FieldProblem(of.field, of.code, of.message)


def _reasons(of: tuple[Reason, ...]) -> list[shown.Reason]:
    return [shown.Reason(each.code, each.message) for each in of]


def _queue_article(of: Article, now: datetime) -> shown.QueueArticle:
    state = ArticleState.OPEN if of.is_open(now) else ArticleState.CLOSED
    return shown.QueueArticle(of.key, of.title, of.url, of.section, state, of.mode)


def _revision(of: Revision) -> shown.Revision:
    return shown.Revision(of.number, of.body, of.created_at)


def _judgement(of: RecordedJudgement) -> shown.Judgement:
    verdict = of.judgement.verdict
    return shown.Judgement(
        id=of.id,
        revision=of.revision,
        action=verdict.action,
        reasons=_reasons(verdict.reasons),
        evidence=_evidence(of.judgement),
        applied=of.applied,
        judged_at=of.judged_at,
    )


def _evidence(of: Judgement) -> shown.Evidence:
    runs = of.evidence.runs
    return shown.Evidence(
        signals=[_signal(run.detector, signal) for run in runs for signal in run.signals],
        detectors=[shown.DetectorRun(run.detector, run.version, run.microseconds, run.error) for run in runs],
        failed_detectors=list(of.evidence.failed_detectors),
        rules=list(of.verdict.rules),
        policy_version=of.policy_version,
    )


def _signal(detector: str, of: Signal) -> shown.Signal:
    return shown.Signal(
        detector=detector,
        code=of.code,
        score=of.score,
        severity=of.severity,
        spans=[shown.Span(span.start, span.end) for span in of.spans],
        detail=of.detail,
        exact=of.exact,
        folded=list(of.folded),
        count=of.count,
    )
