"""python -m service export-decisions"""

import json
import os
import subprocess
import sys
from pathlib import Path

from service.domain.decisions import HumanChoice
from service.domain.reasons import ReasonCode
from service.domain.states import Action
from service.settings import Settings
from tests.support.desk import Desk

ROOT = Path(__file__).parents[2]


def exported(settings: Settings) -> list[tuple[str, str]]:
    done = subprocess.run(
        [sys.executable, "-m", "service", "export-decisions"],
        cwd=ROOT,
        env=os.environ
        | {
            "DATA_DIR": str(settings.data_dir),
            "DESK_DATABASE_URL": settings.database_url,
            "DESK_REDIS_URL": settings.redis_url,
        },
        capture_output=True,
        check=True,
        timeout=60,
    )
    return [(line["text"], line["label"]) for line in map(json.loads, done.stdout.splitlines())]


def test_what_moderators_decided_is_printed_with_a_label_to_learn_from(
    desk: Desk, settings: Settings
) -> None:
    rita, mona = desk.reader("Rita"), desk.moderator("Mona")
    desk.article()
    decided: list[tuple[str, Action, ReasonCode | None]] = [
        ("A fair point.", Action.APPROVE, None),
        ("Come to my shop.", Action.REJECT, ReasonCode.SPAM),
        ("An insult.", Action.REJECT, ReasonCode.INSULT),
        ("About something else.", Action.REJECT, ReasonCode.OFF_TOPIC),
    ]
    for body, action, reason in decided:
        comment = desk.post(rita, body)
        desk.services.decide_comment(mona, comment.id, HumanChoice(action, 1, reason))
    desk.post(rita, "Still pending.")
    desk.post(rita, "Judged by automation alone.")
    desk.judge()

    assert exported(settings) == [
        ("A fair point.", "clean"),
        ("Come to my shop.", "spam"),
        ("An insult.", "toxic"),
    ]


def test_a_decision_that_was_overruled_counts_no_more(desk: Desk, settings: Settings) -> None:
    rita, mona = desk.reader("Rita"), desk.moderator("Mona")
    desk.article()
    comment = desk.post(rita, "A matter of taste.")
    first = desk.services.decide_comment(mona, comment.id, HumanChoice(Action.REJECT, 1, ReasonCode.INSULT))
    again = HumanChoice(Action.APPROVE, 1, replaces=first.decision.id)
    desk.services.decide_comment(mona, comment.id, again)

    assert exported(settings) == [("A matter of taste.", "clean")]
