"""What is to be reached, as shares of the lines."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Group(StrEnum):
    """What should happen to a line."""

    TOXIC = "toxic"
    """It should be caught: held or rejected. Spam, too."""
    CLEAN = "clean"
    """It should be published. To hold it is a wrong flag, to reject it is worse."""
    FOREIGN = "foreign"
    """It is in a language that the policy does not list, and should be held for that."""


@dataclass(frozen=True, slots=True)
class Target:
    """`share`: the least to be caught of a toxic group, the most that may be flagged of a clean one."""

    group: Group
    share: float


MOST_WRONGLY_REJECTED = 0.003
"""Of every clean group."""

_ORDINARY = Target(Group.CLEAN, 0.01)

SLICES: Mapping[str, Target] = {
    "plain_profanity": Target(Group.TOXIC, 0.99),
    "obfuscated": Target(Group.TOXIC, 0.98),
    "insults_and_threats": Target(Group.TOXIC, 0.92),
    "hateful_statements": Target(Group.TOXIC, 0.70),
    "spam": Target(Group.TOXIC, 0.93),
    "technology_comments": _ORDINARY,
    "ordinary_short": _ORDINARY,
    "foreign_words": _ORDINARY,
    "long_technical": _ORDINARY,
    "scunthorpe_and_homographs": Target(Group.CLEAN, 0.04),
    "identity_mentions": Target(Group.CLEAN, 0.04),
    "ham_with_links": Target(Group.CLEAN, 0.03),
    "quotation_and_counter_speech": Target(Group.CLEAN, 0.25),
}
"""The slices of the project's own lines, in the order of the report."""

REAL: Mapping[Group, Target] = {
    Group.TOXIC: Target(Group.TOXIC, 0.80),
    Group.CLEAN: Target(Group.CLEAN, 0.04),
}
"""Comments that people really wrote, labelled by others."""
