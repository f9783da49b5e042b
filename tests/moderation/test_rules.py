"""The verdict follows from evidence, context and policy alone."""

import itertools

import msgspec
import pytest

from service.domain.articles import ArticleMode
from service.domain.judgement import Context, DetectorRun, Evidence, Signal, Verdict
from service.domain.reasons import MESSAGES, Reason, ReasonCode
from service.domain.states import Action
from service.moderation.pipeline import Judge
from service.moderation.policy import Policy, parse_policy
from service.moderation.rules import decide
from service.moderation.signals import SignalCode

AUTO, NEWCOMERS, HOLD_ALL = ArticleMode.AUTO, ArticleMode.NEWCOMERS, ArticleMode.HOLD_ALL


def evidence(*codes: str, error: str | None = None) -> Evidence:
    signals = tuple(Signal(code, score=1.0, severity=1) for code in codes)
    return Evidence((DetectorRun("any", "1", 10, signals), DetectorRun("other", "1", 10, (), error)))


def context(mode: ArticleMode = AUTO) -> Context:
    return Context(mode, author_approved_count=0, author_same_text_count=0)


def policy(*rules: str) -> Policy:
    return parse_policy('version = "t"\n' + "\n".join(f"[[rule]]\n{rule}" for rule in rules), "test")


@pytest.mark.parametrize(
    "signals, mode, action, reasons",
    [
        ("", AUTO, "approve", "clean"),
        ("", NEWCOMERS, "approve", "clean"),
        ("", HOLD_ALL, "hold", "hold_all"),
        ("profanity", AUTO, "hold", "profanity"),
        ("profanity", NEWCOMERS, "hold", "profanity"),
        ("profanity", HOLD_ALL, "hold", "profanity hold_all"),
        ("blocked_word", AUTO, "reject", "blocked_word"),
        ("blocked_word", NEWCOMERS, "reject", "blocked_word"),
        ("blocked_word", HOLD_ALL, "reject", "blocked_word hold_all"),
        ("suspect_word", AUTO, "hold", "suspect_word"),
        ("link", AUTO, "approve", "clean"),
        ("link", NEWCOMERS, "approve", "clean"),
        ("link link_flood", AUTO, "hold", "link_flood"),
        ("length", AUTO, "hold", "length"),
        ("repeat", AUTO, "hold", "repeat"),
        ("new_author", AUTO, "approve", "clean"),
        ("new_author", NEWCOMERS, "hold", "new_author"),
        ("new_author", HOLD_ALL, "hold", "hold_all"),
        ("new_author link", AUTO, "hold", "link"),
        ("new_author link", NEWCOMERS, "hold", "link new_author"),
        ("new_author link link_flood", AUTO, "hold", "link_flood link"),
        ("profanity blocked_word", AUTO, "reject", "blocked_word profanity"),
        ("profanity suspect_word length repeat", AUTO, "hold", "suspect_word profanity length repeat"),
    ],
)
def test_the_default_policy_says(
    default_policy: Policy, signals: str, mode: ArticleMode, action: str, reasons: str
) -> None:
    verdict = decide(evidence(*signals.split()), context(mode), default_policy)
    assert verdict.action == action
    assert [reason.code for reason in verdict.reasons] == reasons.split()


def test_the_default_policy_never_rejects_for_strong_language_alone(default_policy: Policy) -> None:
    mild = [code for code in SignalCode if code is not SignalCode.BLOCKED_WORD]
    for mode in ArticleMode:
        for count in range(len(mild) + 1):
            for codes in itertools.combinations(mild, count):
                assert decide(evidence(*codes), context(mode), default_policy).action is not Action.REJECT


def test_a_rule_fires_only_when_every_signal_it_names_is_there() -> None:
    both = policy('id = "a"\nwhen = ["link", "repeat"]\nverdict = "reject"\nreason = "spam"')
    assert decide(evidence("link"), context(), both).action is Action.APPROVE
    assert decide(evidence("link", "repeat", "length"), context(), both).action is Action.REJECT


def test_the_strictest_verdict_wins_and_its_reason_comes_first() -> None:
    rules = policy(
        'id = "hold"\nwhen = []\nverdict = "hold"\nreason = "hold_all"',
        'id = "pass"\nwhen = ["link"]\nverdict = "approve"',
        'id = "out"\nwhen = ["link", "repeat"]\nverdict = "reject"\nreason = "spam"',
    )
    verdict = decide(evidence("link", "repeat"), context(), rules)
    assert verdict.action is Action.REJECT
    assert [reason.code for reason in verdict.reasons] == ["spam", "hold_all"]
    assert verdict.rules == ("out", "hold", "pass")


def test_a_reason_is_given_once_in_the_words_of_the_strictest_rule() -> None:
    rules = policy(
        'id = "hold"\nwhen = ["link"]\nverdict = "hold"\nreason = "spam"\nmessage = "Held."',
        'id = "out"\nwhen = ["link_flood"]\nverdict = "reject"\nreason = "spam"\nmessage = "Too many."',
    )
    verdict = decide(evidence("link", "link_flood"), context(), rules)
    assert verdict.reasons == (Reason(ReasonCode.SPAM, "Too many."),)
    assert verdict.rules == ("out", "hold")


def test_a_comment_that_a_rule_approves_is_clean() -> None:
    rules = policy('id = "pass"\nwhen = ["link"]\nverdict = "approve"')
    expected = Reason(ReasonCode.CLEAN, MESSAGES[ReasonCode.CLEAN])
    assert decide(evidence("link"), context(), rules) == Verdict(Action.APPROVE, (expected,), ("pass",))
    assert decide(evidence(), context(), rules) == Verdict(Action.APPROVE, (expected,), ())


@pytest.mark.parametrize("mode", ArticleMode)
@pytest.mark.parametrize("codes", [(), ("profanity",), ("blocked_word",), ("blocked_word", "link_flood")])
def test_a_failed_detector_holds_whatever_the_rules_say(
    default_policy: Policy, mode: ArticleMode, codes: tuple[str, ...]
) -> None:
    verdict = decide(evidence(*codes, error="ValueError: broken"), context(mode), default_policy)
    assert verdict.action is Action.HOLD
    assert verdict.reasons[0].code is ReasonCode.DETECTOR_ERROR
    without = decide(evidence(*codes), context(mode), default_policy)
    others = [reason for reason in without.reasons if reason.code is not ReasonCode.CLEAN]
    assert list(verdict.reasons[1:]) == others
    assert verdict.rules == without.rules


@pytest.mark.parametrize(
    "body",
    [
        "A clean comment.",
        "dopey, see example.com and example.org and example.net",
        "double  your\nmoney",
        "x" * 4_000,
    ],
)
@pytest.mark.parametrize("mode", ArticleMode)
def test_stored_evidence_gives_the_same_verdict_again(
    judge: Judge, default_policy: Policy, body: str, mode: ArticleMode
) -> None:
    judgement = judge.judge(body, Context(mode, author_approved_count=1, author_same_text_count=1))
    stored = msgspec.json.decode(msgspec.json.encode(judgement.evidence), type=Evidence)
    stored_context = msgspec.json.decode(msgspec.json.encode(judgement.context), type=Context)
    assert stored == judgement.evidence
    assert decide(stored, stored_context, default_policy) == judgement.verdict
