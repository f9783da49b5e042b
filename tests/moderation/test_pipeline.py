"""Every detector runs, every run is recorded, and a broken one holds the comment."""

import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.articles import ArticleMode
from service.domain.judgement import Context, Signal
from service.domain.reasons import ReasonCode
from service.domain.states import Action
from service.moderation.detectors import Cost, build_detectors
from service.moderation.model.on_demand import SHIPPED_SPAM, SHIPPED_TOXICITY
from service.moderation.normalise import Text
from service.moderation.pipeline import MAX_ERROR_CHARACTERS, Judge
from service.moderation.policy import Policy
from service.moderation.signals import SignalCode
from tests.moderation import ROOT
from tests.moderation.texts import HOSTILE, MAX_CHARACTERS, hostile, steps_during

MOST_STEPS_FOR_A_CHARACTER = 75
CLEAN = "The new compiler is a real step forward."
SUSPECT = "This will double your money, they say."
DETECTORS = [
    "lexicon",
    "words",
    "patterns",
    "phrases",
    "links",
    "spam",
    "toxicity",
    "learned_spam",
    "language",
    "shape",
    "length",
    "repeat",
    "author",
]


class QuotingDetector:
    """Fails with an error message that quotes the comment, as errors of libraries do."""

    name: ClassVar[str] = "quoting"
    version: ClassVar[str] = "1"
    codes: ClassVar[frozenset[SignalCode]] = frozenset()
    cost: ClassVar[Cost] = Cost.CONSTANT

    def find(self, text: Text, _context: Context) -> tuple[Signal, ...]:
        if text.body:
            raise ValueError(f"cannot read {text.body!r} at all")
        return ()


@pytest.fixture
def broken_judge(default_policy: Policy) -> Judge:
    return Judge(default_policy, [*build_detectors(default_policy), QuotingDetector()])


def test_a_clean_comment_is_approved_and_every_detector_has_left_its_run(
    judge: Judge, default_policy: Policy, known_author: Context
) -> None:
    judgement = judge.judge(CLEAN, known_author)
    assert judgement.verdict.action is Action.APPROVE
    assert [reason.code for reason in judgement.verdict.reasons] == ["clean"]
    assert judgement.policy_version == default_policy.version == judge.policy.version
    assert judgement.context == known_author
    runs = judgement.evidence.runs
    assert [run.detector for run in runs] == DETECTORS
    assert all(run.version and run.microseconds >= 0 and run.error is None for run in runs)


def test_every_detector_runs_whatever_the_others_have_found(judge: Judge) -> None:
    body = f"{SUSPECT} a.com b.com c.com " + "x" * 3_000
    context = Context(ArticleMode.NEWCOMERS, author_approved_count=0, author_same_text_count=1)
    judgement = judge.judge(body, context)
    assert [run.detector for run in judgement.evidence.runs] == DETECTORS
    assert {"suspect_word", "link", "length", "repeat", "new_author"} <= {
        signal.code for signal in judgement.evidence.signals
    }
    assert judgement.verdict.action is Action.HOLD


def test_the_detectors_give_exactly_the_signals_that_rules_can_name(default_policy: Policy) -> None:
    given = {code for detector in build_detectors(default_policy) for code in detector.codes}
    assert given == set(SignalCode)


def test_a_detector_that_raises_holds_the_comment_and_the_others_still_run(
    broken_judge: Judge, known_author: Context
) -> None:
    judgement = broken_judge.judge(SUSPECT, known_author)
    assert judgement.verdict.action is Action.HOLD
    codes = [reason.code for reason in judgement.verdict.reasons]
    assert codes[0] == "detector_error"
    assert "suspect_word" in codes
    assert judgement.evidence.failed_detectors == ("quoting",)
    assert "suspect_word" in [signal.code for signal in judgement.evidence.signals]


def test_the_log_names_the_detector_that_raised_and_where_and_does_so_once(
    broken_judge: Judge, known_author: Context, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(3):
        broken_judge.judge(CLEAN, known_author)
    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert "The detector quoting fails" in record.getMessage()
    assert "test_pipeline.py" in record.getMessage()


def test_neither_the_evidence_nor_the_log_repeats_the_comment(
    broken_judge: Judge, known_author: Context, caplog: pytest.LogCaptureFixture
) -> None:
    judgement = broken_judge.judge("My neighbour Ottilie said compilers misread everything.", known_author)
    error = judgement.evidence.runs[-1].error
    assert error is not None
    assert error.startswith("ValueError: cannot ")
    for word in ("neighbour", "Ottilie", "compilers", "misread"):
        assert word not in error
        assert word not in caplog.text


def test_an_error_in_the_evidence_is_short(broken_judge: Judge, known_author: Context) -> None:
    error = broken_judge.judge("ab " * 1_000, known_author).evidence.runs[-1].error
    assert error is not None
    assert len(error) == MAX_ERROR_CHARACTERS


@pytest.mark.parametrize("damage", ["missing", "damaged"])
def test_a_model_that_cannot_be_used_holds_comments_and_stops_nothing(
    default_policy: Policy,
    known_author: Context,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    damage: str,
) -> None:
    if damage == "damaged":
        (tmp_path / "toxicity.model").write_bytes(SHIPPED_TOXICITY.read_bytes()[:-1])
        (tmp_path / "spam.model").write_bytes(SHIPPED_SPAM.read_bytes())
    judge = Judge(default_policy, models=tmp_path)
    assert any("toxicity.model" in fault for fault in judge.faults)

    for _ in range(3):
        judgement = judge.judge(CLEAN, known_author)
        assert judgement.verdict.action is Action.HOLD
        assert judgement.verdict.reasons[0].code is ReasonCode.DETECTOR_ERROR
        assert "toxicity" in judgement.evidence.failed_detectors
    assert caplog.text.count("The detector toxicity fails") == 1
    assert "toxicity.model" in caplog.text


def test_two_processes_find_the_same(known_author: Context) -> None:
    program = (
        "import pathlib, msgspec\n"
        "from service.domain.articles import ArticleMode\n"
        "from service.domain.judgement import Context\n"
        "from service.moderation.pipeline import Judge\n"
        "from service.moderation.policy import load_policy\n"
        "from better_profanity import profanity\n"
        "judge = Judge(load_policy(pathlib.Path('config/policy.toml')))\n"
        "words = sorted(map(str, profanity.CENSOR_WORDSET))\n"
        "for at in range(0, len(words), 9):\n"
        "    body = ' '.join(words[at:at + 9]).replace('u', '*')\n"
        "    judgement = judge.judge(body, Context(ArticleMode.AUTO, 0, 0))\n"
        "    print(msgspec.json.encode([judgement.verdict, judgement.evidence.signals]).decode())\n"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
            timeout=60,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1
    assert b"profanity" in outputs.pop()


ANY_TEXT = st.one_of(
    st.text(st.characters(), max_size=MAX_CHARACTERS),
    st.text("ab4@$*!+._-/: \n\u0301\ufdfa\U0001f602", max_size=MAX_CHARACTERS),
    st.lists(
        st.sampled_from(
            ["you", "are", "stupid", "a.com", "http://b", "double", "your", "money", "@", "*", " ", "\n", "."]
        ),
        max_size=800,
    ).map(lambda parts: "".join(parts)[:MAX_CHARACTERS]),
)


@given(
    body=ANY_TEXT,
    mode=st.sampled_from(ArticleMode),
    approved=st.integers(min_value=0, max_value=10),
    repeated=st.integers(min_value=0, max_value=3),
)
@settings(deadline=None, max_examples=150)
def test_any_text_is_judged_and_all_evidence_points_into_it(
    judge: Judge, body: str, mode: ArticleMode, approved: int, repeated: int
) -> None:
    judgement = judge.judge(body, Context(mode, approved, repeated))
    assert judgement.evidence.failed_detectors == ()
    assert judgement.verdict.reasons
    for signal in judgement.evidence.signals:
        assert 0 <= signal.score <= 1
        assert 1 <= signal.severity <= 4
        for span in signal.spans:
            assert 0 <= span.start < span.end <= len(body)
            assert not body[span.start].isspace()
            assert not body[span.end - 1].isspace()


@pytest.mark.parametrize(
    "body, code, expected",
    [
        ("\U0001f602 so \u201cforex signals\u201d!", "suspect_word", "forex signals"),
        ("\ufdfa buy \uff46ollowers \ufdfa", "suspect_word", "buy \uff46ollowers"),
        ("\u00df\u0130 *buy f0ll0wers* \u00df", "suspect_word", "buy f0ll0wers"),
        ("\u0130 Double \n YOUR money", "suspect_word", "Double \n YOUR money"),
        ("\U0001f602(https://example.org/\u00e9).", "link", "https://example.org/\u00e9"),
    ],
)
def test_a_span_points_to_what_was_matched_in_the_text_as_typed(
    judge: Judge, known_author: Context, body: str, code: str, expected: str
) -> None:
    (signal,) = [one for one in judge.judge(body, known_author).evidence.signals if one.code == code]
    assert [body[span.start : span.end] for span in signal.spans] == [expected]


@pytest.mark.parametrize("kind", HOSTILE)
def test_twice_the_text_takes_about_twice_the_steps(judge: Judge, known_author: Context, kind: str) -> None:
    def steps(characters: int) -> int:
        body = hostile(HOSTILE[kind], characters)
        return steps_during(lambda: judge.judge(body, known_author))

    fixed = steps(0)
    assert steps(MAX_CHARACTERS) - fixed <= 2.2 * max(steps(MAX_CHARACTERS // 2) - fixed, 50)


@pytest.mark.parametrize("kind", HOSTILE)
def test_no_text_takes_more_than_a_few_dozen_steps_for_each_character(
    judge: Judge, known_author: Context, kind: str
) -> None:
    body = hostile(HOSTILE[kind])
    assert steps_during(lambda: judge.judge(body, known_author)) <= MOST_STEPS_FOR_A_CHARACTER * len(body)
