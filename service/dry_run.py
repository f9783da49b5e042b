"""Judges lines of text and says what would happen to each as a comment, without storing anything."""

import json
from collections.abc import Iterable, Iterator, Sequence
from time import perf_counter_ns

import msgspec

from service.domain.judgement import Context, DetectorRun, Judgement, Signal
from service.domain.work import WELL_KNOWN
from service.moderation.pipeline import Judge
from service.moderation.rules import RuleOutcome, explain


class Answer(msgspec.Struct):
    """One line of output: what would be decided, the reasons' codes, and how long that took."""

    decision: str
    reasons: list[str]
    microseconds: int


class Unreadable(msgspec.Struct):
    """What is answered for a line of input that cannot be read."""

    error: str


def known_reader(judge: Judge) -> Context:
    """The context of a comment by somebody who is well known, under an article that says nothing special."""
    return Context(judge.policy.mode, author_approved_count=WELL_KNOWN.approved, author_same_text_count=0)


def newcomer(judge: Judge) -> Context:
    """The context of somebody's first comment."""
    return Context(judge.policy.mode, author_approved_count=0, author_same_text_count=0)


def answer_lines(judge: Judge, lines: Iterable[bytes], context: Context) -> Iterator[Answer | Unreadable]:
    """An answer for each line of JSON, `{"text": ...}`, in the same order."""
    for number, line in enumerate(lines, 1):
        try:
            text = _text_in(line)
        except ValueError as error:
            yield Unreadable(f"line {number}: {error}")
            continue
        started = perf_counter_ns()
        verdict = judge.judge(text, context).verdict
        microseconds = (perf_counter_ns() - started) // 1_000
        yield Answer(verdict.action.value, [reason.code.value for reason in verdict.reasons], microseconds)


def _text_in(line: bytes) -> str:
    """The text of one line. Raises ValueError with what is wrong."""
    # The standard library's reader: it alone lets half a surrogate pair through, which people do paste.
    given = json.loads(line)
    if isinstance(given, dict) and isinstance(given.get("text"), str):
        return str(given["text"])
    raise ValueError('a line reads {"text": "..."}')


def describe(judge: Judge, text: str, context: Context) -> str:
    """What would happen to this text and why, for people: several lines."""
    started = perf_counter_ns()
    judgement = judge.judge(text, context)
    microseconds = (perf_counter_ns() - started) // 1_000
    outcomes = explain(judgement.evidence, context, judge.policy)
    return "\n".join(
        [
            f"{judgement.verdict.action.value.upper()}  {text}",
            *(f"  {reason.code.value}: {reason.message}" for reason in judgement.verdict.reasons),
            *_signal_lines(judgement, text),
            *_rule_lines(outcomes),
            f"  policy {judgement.policy_version}, {microseconds} microseconds",
        ]
    )


def _signal_lines(judgement: Judgement, text: str) -> Iterator[str]:
    for run in judgement.evidence.runs:
        if run.error:
            yield f"  {run.detector} failed: {run.error}"
        yield from (_signal_line(run, signal, text) for signal in run.signals)


def _signal_line(run: DetectorRun, signal: Signal, text: str) -> str:
    places = ", ".join(f"{span.start}-{span.end} {text[span.start : span.end]!r}" for span in signal.spans)
    read_as = f", read as {', '.join(signal.folded)}" if signal.folded else ""
    detail = f" ({signal.detail}{read_as})" if signal.detail or read_as else ""
    weight = f"severity {signal.severity}, score {signal.score:.2f}"
    found = f"  {run.detector} found {signal.code}, {weight}{detail}"
    return f"{found}: {places}" if places else found


def _rule_lines(outcomes: Sequence[RuleOutcome]) -> Iterator[str]:
    for outcome in outcomes:
        if outcome.fired:
            yield f"  rule {outcome.rule.id} fired: {'; '.join(outcome.why)}"
    for outcome in outcomes:
        if not outcome.fired:
            yield f"  rule {outcome.rule.id} did not: {'; '.join(outcome.why_not)}"
