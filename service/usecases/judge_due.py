"""A worker judges the comments that are due."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.domain.clock import Clock
from service.domain.decisions import automatic_decision, system_hold
from service.domain.ids import new_id
from service.domain.judgement import RecordedJudgement
from service.domain.work import Claimed, Lease, Leased
from service.moderation.current import Judges
from service.moderation.pipeline import Judge
from service.queueing.bell import Bell
from service.queueing.repeats import RecentTexts
from service.storage.store import Store
from service.usecases.count_alike import CountAlike

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class JudgeDue:
    """`time_budget_seconds` bounds one call, so that a job ends well before its time-out. `recent` makes
    waves cheap to see; without it they are looked for in the database.
    """

    store: Store
    bell: Bell
    clock: Clock
    judges: Judges
    lease: Lease
    batch_size: int
    time_budget_seconds: float
    recent: RecentTexts | None = None

    def __call__(self, rung_for: str | None = None) -> int:
        """Judge what is due, the comment that rang first, until nothing is due or the time is spent.

        Each comment is claimed by its lease: a claim that is never completed (this process is killed,
        the database goes away) falls due again when the lease ends, and any worker takes it up. Returns
        how many comments were settled. Raises StoreUnavailable, PolicyError; what was claimed then waits
        for its lease to end.
        """
        started = self.clock()
        settled, more = self._settle_some(rung_for)
        while more:
            if (self.clock() - started).total_seconds() > self.time_budget_seconds:
                self.bell.ring()
                break
            number, more = self._settle_some(None)
            settled += number
        return settled

    def _settle_some(self, rung_for: str | None) -> tuple[int, bool]:
        """Settle a batch; says how many comments that were, and whether there may be more."""
        fresh = self._claim_fresh(rung_for)
        settled = self._settle(self._load(fresh))
        # What has failed before goes alone, and only after the others are safely written down: should it
        # take this process with it, it takes nothing else.
        retried = self._claim_retried(rung_for)
        settled += self._settle(self._load(retried))
        full_batch = fresh is not None and len(fresh.comment_ids) >= self.batch_size
        return settled, full_batch or retried is not None

    def _claim_fresh(self, rung_for: str | None) -> Leased | None:
        with self.store.write() as tx:
            return tx.work.claim_fresh(self.clock(), self.lease, self.batch_size, rung_for)

    def _claim_retried(self, rung_for: str | None) -> Leased | None:
        # Asked first without a write lock: nearly always there is none.
        with self.store.read() as tx:
            if not tx.work.any_retried(self.clock(), self.lease, rung_for):
                return None
        with self.store.write() as tx:
            return tx.work.claim_retried(self.clock(), self.lease, rung_for)

    def _load(self, leased: Leased | None) -> Sequence[Claimed]:
        if leased is None:
            return ()
        with self.store.read() as tx:
            return tx.work.load(leased)

    def _settle(self, claimed: Sequence[Claimed]) -> int:
        """Judge what has attempts left, hold what has none, and write it all down at once. Says how many
        comments that were.
        """
        if not claimed:
            return 0
        within = [comment for comment in claimed if comment.attempt <= self.lease.max_attempts]
        spent = [comment.standing for comment in claimed if comment.attempt > self.lease.max_attempts]
        judge = self.judges()
        count_alike = CountAlike(self.store, self.recent, self.clock)
        alike = count_alike([comment.posted for comment in within])
        records = [
            self._judged(judge, comment, alike.get(comment.standing.comment_id, 0)) for comment in within
        ]
        decided = [
            (automatic_decision(record), comment.standing)
            for record, comment in zip(records, within, strict=True)
        ]
        given_up = [
            (system_hold(standing.comment_id, standing.revision, self.clock()), standing)
            for standing in spent
        ]
        with self.store.write() as tx:
            applied = tx.decisions.apply([*decided, *given_up])
            # A comment that somebody decided meanwhile stays as it is; the verdict is kept as evidence.
            tx.judgements.add(
                [
                    replace(record, applied=decision.id in applied)
                    for record, (decision, _) in zip(records, decided, strict=True)
                ]
            )
        for hold, _ in given_up:
            if hold.id in applied:
                logger.error(
                    "comment %s is held: %d attempts to judge it failed",
                    hold.comment_id,
                    self.lease.max_attempts,
                )
        return len(claimed)

    def _judged(self, judge: Judge, comment: Claimed, others_alike_count: int) -> RecordedJudgement:
        mode = judge.policy.level(comment.article_section, comment.article_mode)
        judgement = judge.judge(comment.body, comment.context(mode, others_alike_count))
        now = self.clock()
        return RecordedJudgement(
            id=new_id(now),
            comment_id=comment.standing.comment_id,
            revision=comment.standing.revision,
            judgement=judgement,
            applied=False,
            judged_at=now,
        )
