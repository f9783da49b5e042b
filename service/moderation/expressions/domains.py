"""Sets of values that one part of an expression can have: for telling what can never be true.

Two kinds are enough: intervals of numbers, and listed texts or truth values. Every operation is exact.
"""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Interval:
    """Numbers between two bounds, less those in `without`. The bounds of whole numbers are never open."""

    least: float
    most: float
    least_open: bool = False
    most_open: bool = False
    whole: bool = False
    without: frozenset[float] = frozenset()

    @classmethod
    def between(cls, least: float | None, most: float | None, *, whole: bool) -> "Interval":
        """Both bounds included; None for no bound."""
        low = -math.inf if least is None else least
        high = math.inf if most is None else most
        return cls(low, high, whole=whole)

    @classmethod
    def compared(cls, operator: str, value: float, *, whole: bool) -> "Interval":
        """The numbers x for which `x operator value` is true."""
        low, high = -math.inf, math.inf
        low_open = high_open = False
        without: frozenset[float] = frozenset()
        match operator:
            case "<":
                high, high_open = value, True
            case "<=":
                high = value
            case ">":
                low, low_open = value, True
            case ">=":
                low = value
            case "==":
                low = high = value
            case _:
                without = frozenset({value})
        return cls(low, high, low_open, high_open, whole, without).tightened()

    def tightened(self) -> "Interval":
        """The same numbers, with the bounds as near as they can be."""
        low, high, low_open, high_open = self.least, self.most, self.least_open, self.most_open
        if self.whole:
            low, low_open = _whole_from(low, low_open), False
            high, high_open = -_whole_from(-high, high_open), False
            while low in self.without and low <= high:
                low += 1
            while high in self.without and low <= high:
                high -= 1
        low_open = low_open or low in self.without
        high_open = high_open or high in self.without
        without = frozenset(value for value in self.without if low < value < high)
        return Interval(low, high, low_open, high_open, self.whole, without)

    def intersection(self, other: "Interval") -> "Interval":
        low, low_open = max((self.least, self.least_open), (other.least, other.least_open))
        high, high_closed = min((self.most, not self.most_open), (other.most, not other.most_open))
        both = Interval(
            low, high, low_open, not high_closed, self.whole or other.whole, self.without | other.without
        )
        return both.tightened()

    @property
    def is_empty(self) -> bool:
        return self.least > self.most or (self.least == self.most and (self.least_open or self.most_open))

    def is_within(self, other: "Interval") -> bool:
        """Whether every number of this is one of the other."""
        if self.is_empty:
            return True
        low = (self.least, self.least_open) >= (other.least, other.least_open)
        high = (self.most, not self.most_open) <= (other.most, not other.most_open)
        return low and high and all(not self.contains(value) for value in other.without)

    def contains(self, value: float) -> bool:
        above = value > self.least or (value == self.least and not self.least_open)
        below = value < self.most or (value == self.most and not self.most_open)
        right_kind = not self.whole or value == math.floor(value)
        return above and below and right_kind and value not in self.without


def _whole_from(bound: float, is_open: bool) -> float:
    """The first whole number from the bound on."""
    if math.isinf(bound):
        return bound
    first = math.ceil(bound)
    return first + 1 if is_open and first == bound else first


@dataclass(frozen=True, slots=True)
class Members:
    """The listed texts or truth values; all texts but the listed ones where `inverted`."""

    values: frozenset[str | bool]
    inverted: bool = False

    @property
    def complement(self) -> "Members":
        return Members(self.values, not self.inverted)

    def intersection(self, other: "Members") -> "Members":
        if self.inverted and other.inverted:
            return Members(self.values | other.values, inverted=True)
        if self.inverted:
            return Members(other.values - self.values)
        if other.inverted:
            return Members(self.values - other.values)
        return Members(self.values & other.values)

    @property
    def is_empty(self) -> bool:
        return not self.inverted and not self.values

    def is_within(self, other: "Members") -> bool:
        """Whether every value of this is one of the other."""
        if self.inverted:
            return other.inverted and other.values <= self.values
        return self.values.isdisjoint(other.values) if other.inverted else self.values <= other.values


Domain = Interval | Members

ANY_BOOL = Members(frozenset({True, False}))
ANY_TEXT = Members(frozenset(), inverted=True)


def truth(value: bool) -> Members:
    return Members(frozenset({value}))


def intersection(one: Domain, other: Domain) -> Domain:
    """The values in both. Both are of one kind: they belong to the same name."""
    if isinstance(one, Interval) and isinstance(other, Interval):
        return one.intersection(other)
    if isinstance(one, Members) and isinstance(other, Members):
        return one.intersection(other)
    raise TypeError("A name is a number or it is none.")


def is_within(one: Domain, other: Domain) -> bool:
    """Whether every value of the one is in the other. Both belong to the same name."""
    if isinstance(one, Interval) and isinstance(other, Interval):
        return one.is_within(other)
    return isinstance(one, Members) and isinstance(other, Members) and one.is_within(other)
