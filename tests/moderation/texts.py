"""Texts that are made to be slow, and ways to count the work that a text causes."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

from bench.hostile import HOSTILE, MAX_CHARACTERS, hostile

__all__ = ["HOSTILE", "MAX_CHARACTERS", "calls_during", "hostile", "steps_during"]

Trace = Callable[[FrameType, str, object], Any]


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
