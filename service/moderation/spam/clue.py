"""One thing in a text that speaks for spam."""

from typing import NamedTuple

from service.domain.judgement import Span
from service.moderation.signals import SignalCode


class Clue(NamedTuple):
    """`what` says it in words, for moderators; `span` is its place in the text as typed.

    `weight` is the severity that it would have alone: under 2 it says nothing alone, 2 is for a
    moderator to see, 3 is plainly spam. `folded` is the form in which it was found where the author
    typed something else.
    """

    code: SignalCode
    what: str
    span: Span
    weight: float
    folded: str | None = None
