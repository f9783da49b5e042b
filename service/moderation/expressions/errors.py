"""What is wrong with an expression, and what may have been meant."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake: a sentence for the person who wrote it, and its place in the expression's text."""

    sentence: str
    at: int


class ExpressionError(Exception):
    """The expression cannot be used, for all of these reasons."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(" ".join(fault.sentence for fault in self.faults))


def nearest(name: str, names: Iterable[str]) -> str:
    """' Did you mean "x"?' with the name that is most like this one, or nothing."""
    near = difflib.get_close_matches(name, list(names), n=1)
    return f' Did you mean "{near[0]}"?' if near else ""
