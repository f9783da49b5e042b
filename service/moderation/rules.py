"""From evidence to verdict, by the policy's rules."""

from service.domain.judgement import Context, Evidence, Verdict
from service.domain.reasons import Reason, ReasonCode, reason
from service.domain.states import Action
from service.moderation.policy import STRICTNESS, Policy, Rule


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
    found = {signal.code for signal in evidence.signals}
    fired = [rule for rule in policy.rules if context.mode in rule.modes and found.issuperset(rule.when)]
    return sorted(fired, key=lambda rule: STRICTNESS[rule.verdict], reverse=True)
