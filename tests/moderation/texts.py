"""Texts that are made to be slow, and a way to count the work they cause."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

Trace = Callable[[FrameType, str, object], Any]

MAX_CHARACTERS = 5_000

HOSTILE = {
    "one letter a line": "a\n",
    "one word": "x",
    "stars": "*",
    "signs between letters": "a@",
    "dots": "a.",
    "hyphens": "a-",
    "underscores": "_",
    "brackets": "(a.",
    "schemes": "http://",
    "domains": "a.com ",
    "almost domains": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.",
    "stacked marks": "a\u0301\u0316\u0321\u0301\u0316\u0321",
    "letters that unfold to eighteen": "\ufdfa ",
    "ideographs": "\u6f22\u5b57",
    "emoji": "\U0001f602",
}


def hostile(unit: str, characters: int = MAX_CHARACTERS) -> str:
    return (unit * characters)[:characters]


def calls_during(work: Callable[[], object], of: Callable[..., object]) -> int:
    """How often the work calls one Python function."""
    count = 0

    def on_event(frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        if event == "call" and frame.f_code is of.__code__:
            count += 1

    before = sys.getprofile()
    sys.setprofile(on_event)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def steps_during(work: Callable[[], object]) -> int:
    """How many lines of the pipeline the work runs through, each as often as it is run."""
    count = 0

    def on_event(frame: FrameType, event: str, _argument: object) -> Trace | None:
        nonlocal count
        if not frame.f_globals.get("__name__", "").startswith("service.moderation"):
            return None
        count += event == "line"
        return on_event

    before = sys.gettrace()
    sys.settrace(on_event)
    try:
        work()
    finally:
        sys.settrace(before)
    return count
