"""The verdict follows from evidence, context and policy alone."""

import sys
from collections.abc import Sequence

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.articles import ArticleMode
from service.domain.judgement import Context, DetectorRun, Evidence, Signal, Verdict
from service.domain.reasons import MESSAGES, Reason, ReasonCode
from service.domain.states import Action
from service.moderation.policy import STRICTNESS, Policy, load_policy, parse_policy
from service.moderation.policy.vocabulary import facts_of, policy_vocabulary
from service.moderation.rules import decide, explain
from service.moderation.signals import SignalCode
from tests.moderation import ROOT

AUTO, NEWCOMERS = ArticleMode.AUTO, ArticleMode.NEWCOMERS
HOLD_ALL, CLOSED = ArticleMode.HOLD_ALL, ArticleMode.CLOSED
DEFAULT = load_policy(ROOT / "config" / "policy.toml")


def evidence(*codes: str, error: str | None = None) -> Evidence:
    signals = tuple(Signal(code, score=1.0, severity=1) for code in codes)
    return found(signals, error)


def found(signals: Sequence[Signal], error: str | None = None) -> Evidence:
    return Evidence((DetectorRun("any", "1", 10, tuple(signals)), DetectorRun("other", "1", 10, (), error)))


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
        ("", CLOSED, "hold", "hold_all"),
        ("profanity:2", AUTO, "hold", "profanity"),
        ("profanity:2", HOLD_ALL, "hold", "profanity hold_all"),
        ("profanity:1", AUTO, "approve", "clean"),
        ("profanity:1 insult:1 toxicity:1@0.6", AUTO, "approve", "clean"),
        ("toxicity:2@0.6", AUTO, "hold", "toxic"),
        ("toxicity:1@0.9", AUTO, "approve", "clean"),
        ("toxicity:1@0.96", AUTO, "approve", "clean"),
        ("toxicity:1@0.96 insult:1", AUTO, "hold", "toxic"),
        ("blocked_word:3", AUTO, "reject", "blocked_word"),
        ("blocked_word:3", HOLD_ALL, "reject", "blocked_word hold_all"),
        ("blocked_word:3~", AUTO, "hold", "blocked_word"),
        ("suspect_word:2", AUTO, "hold", "suspect_word"),
        ("pattern:2", AUTO, "hold", "suspect_word"),
        ("slur:4", AUTO, "hold", "slur"),
        ("slur:4 personal_attack:2", AUTO, "reject", "slur insult"),
        ("slur:4 identity_attack:3", AUTO, "reject", "slur hate"),
        ("slur:4~ identity_attack:3", AUTO, "hold", "slur hate"),
        ("slur:3 identity_attack:3", AUTO, "hold", "slur hate"),
        ("threat:4", AUTO, "hold", "threat"),
        ("threat:4 personal_attack:3", AUTO, "reject", "threat insult"),
        ("self_harm:4", AUTO, "hold", "threat"),
        ("self_harm:4 insult:2", AUTO, "reject", "threat insult"),
        ("link:1", AUTO, "approve", "clean"),
        ("link:1x3", NEWCOMERS, "approve", "clean"),
        ("link:1x4", AUTO, "hold", "link_flood"),
        ("link:1 shortened_link:2", AUTO, "hold", "link"),
        ("promotion:2", AUTO, "hold", "spam"),
        ("spam:2@0.6 contact:1", AUTO, "approve", "clean"),
        ("spam:2@0.7 contact:1", AUTO, "hold", "spam"),
        ("spam:2@0.9 link:1", AUTO, "approve", "clean"),
        ("drug:1", AUTO, "approve", "clean"),
        ("drug:1 money:1", AUTO, "hold", "drug"),
        ("language:2", AUTO, "hold", "language"),
        ("length:1", AUTO, "approve", "clean"),
        ("length:1 new_author:1", AUTO, "hold", "length"),
        ("shouting:1 repetition:1", AUTO, "approve", "clean"),
        ("shouting:2", AUTO, "hold", "shape"),
        ("repeat:2", AUTO, "hold", "repeat"),
        ("wave:2", AUTO, "hold", "wave"),
        ("new_author:1", AUTO, "approve", "clean"),
        ("new_author:1", NEWCOMERS, "hold", "new_author"),
        ("new_author:1", HOLD_ALL, "hold", "hold_all"),
        ("new_author:1 link:1", AUTO, "hold", "link"),
        ("new_author:1 link:1", NEWCOMERS, "hold", "link new_author"),
        ("rejected_author:1", AUTO, "hold", "author_record"),
        ("profanity:2 blocked_word:3", AUTO, "reject", "blocked_word profanity"),
    ],
)
def test_the_default_policy_says(signals: str, mode: ArticleMode, action: str, reasons: str) -> None:
    """Signals are written `code:severity`, with `~` for not exact, `x4` for a count, `@0.6` for a score."""
    made = []
    for written in signals.split():
        code, _, rest = written.partition(":")
        rest, _, score = rest.partition("@")
        rest, _, count = rest.partition("x")
        exact = not rest.endswith("~")
        made.append(
            Signal(code, float(score or 0), int(rest.rstrip("~")), exact=exact, count=int(count or 1))
        )
    verdict = decide(found(made), context(mode), DEFAULT)
    assert verdict.action == action
    assert [reason.code for reason in verdict.reasons] == reasons.split()


def test_a_rule_fires_only_when_all_of_its_condition_is_true() -> None:
    both = policy('id = "a"\nwhen = "link.found && repeat.found"\nverdict = "reject"\nreason = "spam"')
    assert decide(evidence("link"), context(), both).action is Action.APPROVE
    assert decide(evidence("link", "repeat", "length"), context(), both).action is Action.REJECT


def test_the_strictest_verdict_wins_and_its_reason_comes_first() -> None:
    rules = policy(
        'id = "hold"\nwhen = "link.found"\nverdict = "hold"\nreason = "hold_all"',
        'id = "pass"\nwhen = "repeat.found"\nverdict = "approve"',
        'id = "out"\nwhen = "link.found && repeat.found"\nverdict = "reject"\nreason = "spam"',
    )
    verdict = decide(evidence("link", "repeat"), context(), rules)
    assert verdict.action is Action.REJECT
    assert [reason.code for reason in verdict.reasons] == ["spam", "hold_all"]
    assert verdict.rules == ("out", "hold", "pass")


def test_a_reason_is_given_once_in_the_words_of_the_strictest_rule() -> None:
    rules = policy(
        'id = "hold"\nwhen = "link.found"\nverdict = "hold"\nreason = "spam"\nmessage = "Held."',
        'id = "out"\nwhen = "link.count > 2"\nverdict = "reject"\nreason = "spam"\nmessage = "Too many."',
    )
    verdict = decide(evidence("link", "link", "link"), context(), rules)
    assert verdict.reasons == (Reason(ReasonCode.SPAM, "Too many."),)
    assert verdict.rules == ("out", "hold")


def test_a_comment_that_a_rule_approves_is_clean() -> None:
    rules = policy('id = "pass"\nwhen = "link.found"\nverdict = "approve"')
    expected = Reason(ReasonCode.CLEAN, MESSAGES[ReasonCode.CLEAN])
    assert decide(evidence("link"), context(), rules) == Verdict(Action.APPROVE, (expected,), ("pass",))
    assert decide(evidence(), context(), rules) == Verdict(Action.APPROVE, (expected,), ())


@pytest.mark.parametrize("mode", ArticleMode)
@pytest.mark.parametrize("codes", [(), ("repeat",), ("blocked_word",), ("blocked_word", "link")])
def test_a_failed_detector_holds_whatever_the_rules_say(mode: ArticleMode, codes: tuple[str, ...]) -> None:
    verdict = decide(evidence(*codes, error="ValueError: broken"), context(mode), DEFAULT)
    assert verdict.action is Action.HOLD
    assert verdict.reasons[0].code is ReasonCode.DETECTOR_ERROR
    without = decide(evidence(*codes), context(mode), DEFAULT)
    others = [reason for reason in without.reasons if reason.code is not ReasonCode.CLEAN]
    assert list(verdict.reasons[1:]) == others
    assert verdict.rules == without.rules


# ---- facts


def test_signals_of_one_code_are_merged() -> None:
    signals = [
        Signal("link", 0.3, 2, exact=False, count=2),
        Signal("link", 0.9, 1, count=3),
        Signal("link", 0.5, 3, exact=False),
    ]
    facts = facts_of(signals, context())
    assert {name: value for name, value in facts.items() if name.startswith("link.")} == {
        "link.found": True,
        "link.count": 6,
        "link.score": 0.9,
        "link.severity": 3,
        "link.exact_severity": 1,
    }


def test_what_was_not_found_is_nought_and_a_code_that_is_not_known_any_more_is_left_out() -> None:
    facts = facts_of([Signal("of_an_older_version", 1.0, 4)], context())
    assert set(facts) == set(policy_vocabulary().variables)
    assert {value for name, value in facts.items() if name.partition(".")[0] in set(SignalCode)} == {0}


def test_every_number_of_a_context_is_a_fact() -> None:
    facts = facts_of([], Context(CLOSED, 1, 2, "News", 3, 4, 5, 6))
    of_context = {
        name: value for name, value in facts.items() if name.partition(".")[0] not in set(SignalCode)
    }
    assert of_context == {
        "article.mode": "closed",
        "article.section": "News",
        "author.approved": 1,
        "author.same_text": 2,
        "author.recent": 3,
        "author.rejected": 4,
        "others.same_text": 5,
        "others.alike": 6,
    }


@pytest.mark.parametrize(
    "signal, name, value",
    [
        (Signal("toxicity", float("nan"), 1), "toxicity.score", 1.0),
        (Signal("toxicity", float("inf"), 1), "toxicity.score", 1.0),
        (Signal("toxicity", -0.5, 1), "toxicity.score", 0.0),
        (Signal("toxicity", 1.5, 1), "toxicity.score", 1.0),
        (Signal("slur", 1.0, 9), "slur.severity", 4),
        (Signal("slur", 1.0, 9), "slur.exact_severity", 4),
        (Signal("slur", 1.0, 0), "slur.severity", 1),
        (Signal("slur", 1.0, 0), "slur.exact_severity", 1),
        (Signal("link", 1.0, 1, count=0), "link.count", 1),
    ],
)
def test_a_number_out_of_bounds_never_lets_a_comment_through(signal: Signal, name: str, value: float) -> None:
    assert facts_of([signal], context())[name] == value


# ---- the same three give the same verdict for ever

SIGNALS = st.builds(
    Signal,
    code=st.sampled_from([*SignalCode, "of_an_older_version"]).map(str),
    score=st.floats(0, 1),
    severity=st.integers(1, 4),
    exact=st.booleans(),
    count=st.integers(1, 9),
)
RUNS = st.builds(
    DetectorRun,
    detector=st.sampled_from(["one", "two"]),
    version=st.just("1"),
    microseconds=st.integers(0, 100),
    signals=st.lists(SIGNALS, max_size=5).map(tuple),
    error=st.none() | st.just("ValueError: broken"),
)
EVIDENCE = st.lists(RUNS, max_size=3).map(lambda runs: Evidence(tuple(runs)))
CONTEXTS = st.builds(
    Context,
    mode=st.sampled_from(ArticleMode),
    author_approved_count=st.integers(0, 5),
    author_same_text_count=st.integers(0, 3),
    section=st.sampled_from(["", "News", "Politics"]),
    author_recent_count=st.integers(0, 20),
    author_rejected_count=st.integers(0, 20),
    others_same_text_count=st.integers(0, 3),
    others_alike_count=st.integers(0, 3),
)
WIDE = load_policy(ROOT / "tests" / "moderation" / "data" / "policy_wide.toml")


@given(EVIDENCE, CONTEXTS, st.sampled_from(["config/policy.toml", "tests/moderation/data/policy_wide.toml"]))
@settings(deadline=None, max_examples=200)
def test_stored_evidence_context_and_policy_give_the_same_verdict_again(
    seen: Evidence, of: Context, document: str
) -> None:
    text = (ROOT / document).read_text("utf-8")
    verdict = decide(
        seen, of, {DEFAULT.version: DEFAULT, WIDE.version: WIDE}[parse_policy(text, "a").version]
    )
    stored = [msgspec.json.encode(part) for part in (seen, of, text)]
    again = decide(
        msgspec.json.decode(stored[0], type=Evidence),
        msgspec.json.decode(stored[1], type=Context),
        parse_policy(msgspec.json.decode(stored[2], type=str), "b"),
    )
    assert again == verdict


@given(EVIDENCE, CONTEXTS, st.sampled_from([DEFAULT, WIDE]))
@settings(deadline=None, max_examples=300)
def test_a_rule_that_is_not_tried_would_not_have_fired(seen: Evidence, of: Context, rules: Policy) -> None:
    facts = facts_of(seen.signals, of)
    fired = [rule for rule in rules.rules if rule.when.holds(facts)]
    strictest_first = sorted(fired, key=lambda rule: STRICTNESS[rule.verdict], reverse=True)
    assert decide(seen, of, rules).rules == tuple(rule.id for rule in strictest_first)


@given(EVIDENCE, CONTEXTS, st.sampled_from([DEFAULT, WIDE]))
@settings(deadline=None, max_examples=100)
def test_every_rule_says_why_it_fired_or_why_not(seen: Evidence, of: Context, rules: Policy) -> None:
    outcomes = explain(seen, of, rules)
    assert [outcome.rule for outcome in outcomes] == list(rules.rules)
    fired = {outcome.rule.id for outcome in outcomes if outcome.fired}
    assert fired == set(decide(seen, of, rules).rules)
    for outcome in outcomes:
        assert bool(outcome.why) is outcome.fired
        assert bool(outcome.why_not) is not outcome.fired


def test_a_rule_explains_itself_in_plain_words() -> None:
    outcomes = {
        outcome.rule.id: outcome for outcome in explain(evidence("link", "insult"), context(), DEFAULT)
    }
    assert outcomes["many-links"].why_not == ("link.count is 1, not more than 3",)
    assert outcomes["insult"].why_not == (
        "personal_attack was not found",
        "insult.severity is 1, less than 2",
    )
    assert outcomes["newcomer"].why_not == (
        'article.mode is "auto", not "newcomers"',
        "new_author was not found",
    )
    held = {outcome.rule.id: outcome for outcome in explain(evidence(), context(HOLD_ALL), DEFAULT)}
    assert held["hold-all"].why == ('article.mode is "hold-all", one of "hold-all", "closed"',)


def test_rules_that_need_a_signal_are_not_even_looked_at_where_it_was_not_found() -> None:
    looked_at: list[str] = []

    def note(frame: object, event: str, argument: object) -> None:
        if event == "call" and getattr(getattr(frame, "f_code", None), "co_name", "") == "facts_of":
            looked_at.append(event)

    assert [rule.id for rule in DEFAULT.index.candidates(())] == ["hold-all"]
    assert [rule.id for rule in DEFAULT.index.candidates(("length",))] == ["long", "hold-all"]
    only_links = policy(
        'id = "a"\nwhen = "link.found && author.approved < 3"\nverdict = "hold"\nreason = "link"'
    )
    assert only_links.index.candidates(("spam",)) == ()
    sys.setprofile(note)
    try:
        decide(evidence("spam"), context(), only_links)
    finally:
        sys.setprofile(None)
    assert looked_at == []


@pytest.mark.parametrize(
    "condition",
    [
        "true",
        "!link.found",
        "link.count < 3",
        "link.found || author.approved == 0",
        "article.section != 'News'",
        "link.score <= 0.5 && article.mode != 'auto'",
        "link.found == spam.found",
    ],
)
def test_a_rule_that_may_fire_where_nothing_was_found_is_always_tried(condition: str) -> None:
    rules = policy(f'id = "a"\nwhen = "{condition}"\nverdict = "hold"\nreason = "link"')
    assert rules.index.candidates(()) == rules.rules
