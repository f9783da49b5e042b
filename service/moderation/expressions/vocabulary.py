"""The names that an expression may use, and what is known about their values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from service.moderation.expressions.domains import ANY_BOOL, ANY_TEXT, Domain, Interval, Members

Value = bool | int | float | str
Facts = Mapping[str, Value]
"""A value for every name of a vocabulary."""


class Type(StrEnum):
    """What a part of an expression gives; the value is how messages call it."""

    BOOL = "true or false"
    INT = "a whole number"
    DOUBLE = "a number"
    STRING = "a text"
    LIST = "a list"

    @property
    def is_number(self) -> bool:
        return self in (Type.INT, Type.DOUBLE)


@dataclass(frozen=True, slots=True)
class Variable:
    """One name. `least`, `most` and `choices` bound what its value can ever be, where that is known.

    `spoken` are the sentences for true and for false, where a plain "is true" would read badly. `flag` is
    the name that is false where this one's value says nothing.
    """

    name: str
    type: Type
    least: float | None = None
    most: float | None = None
    choices: tuple[str, ...] = ()
    spoken: tuple[str, str] | None = None
    flag: str | None = None

    @property
    def domain(self) -> Domain:
        """Every value that it can have."""
        if self.type is Type.BOOL:
            return ANY_BOOL
        if self.type is Type.STRING:
            return Members(frozenset(self.choices)) if self.choices else ANY_TEXT
        return Interval.between(self.least, self.most, whole=self.type is Type.INT)


@dataclass(frozen=True, slots=True)
class Law:
    """What always holds between two names: a value of `name` in `within` puts `other` in `other_within`."""

    name: str
    within: Domain
    other: str
    other_within: Domain


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Names, all of the form `group.field`, and the laws between them."""

    variables: Mapping[str, Variable]
    laws: Mapping[str, tuple[Law, ...]] = field(default_factory=dict)

    @property
    def groups(self) -> frozenset[str]:
        return frozenset(name.partition(".")[0] for name in self.variables)

    def fields_of(self, group: str) -> tuple[str, ...]:
        return tuple(name.partition(".")[2] for name in self.variables if name.startswith(f"{group}."))
