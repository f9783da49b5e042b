"""From evidence to verdict, by the policy's rules."""

from dataclasses import dataclass

from service.domain.judgement import Context, Evidence, Verdict
from service.domain.reasons import Reason, ReasonCode, reason
from service.domain.states import Action
from service.moderation.policy import Policy, Rule
from service.moderation.policy.vocabulary import facts_of


def decide(evidence: Evidence, context: Context, policy: Policy) -> Verdict:
    """The verdict that follows from what was found. Pure: the same three give the same verdict for ever.

    The strictest verdict of all rules that fire wins. The reasons are those of all of them, strictest
    first, one for each code. Where no rule fires the comment is clean. Where a detector failed, what it
    would have found is unknown: a human looks, whatever the rules say.
    """
    fired = _fired(evidence, context, policy)
    reasons: dict[ReasonCode, Reason] = {}
    if evidence.failed_detectors:
        action = Action.HOLD
        reasons[ReasonCode.DETECTOR_ERROR] = reason(ReasonCode.DETECTOR_ERROR)
    else:
        action = fired[0].verdict if fired else Action.APPROVE
    for rule in fired:
        if rule.reason is not None:
            reasons.setdefault(rule.reason, reason(rule.reason, rule.message))
    if not reasons:
        reasons[ReasonCode.CLEAN] = reason(ReasonCode.CLEAN)
    return Verdict(action, tuple(reasons.values()), tuple(rule.id for rule in fired))


def _fired(evidence: Evidence, context: Context, policy: Policy) -> list[Rule]:
    """The rules whose conditions hold, strictest first, and otherwise in the policy's order."""
    signals = evidence.signals
    candidates = policy.index.candidates({signal.code for signal in signals})
    if not candidates:
        return []
    facts = facts_of(signals, context)
    return [rule for rule in candidates if rule.when.holds(facts)]


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """What a rule made of a comment: whether it fired and, in plain words, why or why not.

    `why` are the parts of its condition that made it fire, `why_not` those that kept it from firing, each
    with the value seen. One of the two is empty.
    """

    rule: Rule
    fired: bool
    why: tuple[str, ...]
    why_not: tuple[str, ...]


def explain(evidence: Evidence, context: Context, policy: Policy) -> tuple[RuleOutcome, ...]:
    """For every rule, in the policy's order, whether it fires, and why or why not."""
    facts = facts_of(evidence.signals, context)
    outcomes = []
    for rule in policy.rules:
        fired = bool(rule.when.holds(facts))
        account = rule.when.account(facts)
        outcomes.append(RuleOutcome(rule, fired, account if fired else (), () if fired else account))
    return tuple(outcomes)
