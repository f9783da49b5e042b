"""Checks a request's fields against a struct and reports everything that is wrong with them at once."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar

import msgspec
from msgspec import inspect

from service.domain.errors import FieldError, InvalidFields

S = TypeVar("S", bound=msgspec.Struct)

_MOST_ERRORS = 50
"""How many wrong fields are reported: whoever sends more learns nothing from a longer list."""

# Half of a surrogate pair has no form in UTF-8, and PostgreSQL stores no NUL: neither goes any further.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a field must be: in words, as a type, and the code of a refusal where only the value is wrong."""

    words: str
    type: type
    code: str


@dataclass(frozen=True, slots=True)
class SchemaField:
    """One field of a request. `attribute` is its name in the struct, `many` whether it is a list."""

    name: str
    attribute: str
    type: Any
    required: bool
    many: bool
    nullable: bool
    expectation: Expectation

    def convert(self, value: object) -> object:
        """The value in the struct's own type. Raises InvalidFields with one error."""
        if isinstance(value, str) and _UNSTORABLE.search(value):
            raise InvalidFields([self._unstorable(value)])
        try:
            return msgspec.convert(value, self.type)
        except msgspec.ValidationError:
            raise InvalidFields([self._refusal(value)]) from None

    def missing(self) -> FieldError:
        return FieldError(self.name, "required", f"`{self.name}` is missing.")

    def _refusal(self, value: object) -> FieldError:
        expected = self.expectation
        of_type = isinstance(value, expected.type) and not isinstance(value, bool)
        or_null = "null or " if self.nullable else ""
        code = expected.code if of_type else "wrong_type"
        return FieldError(self.name, code, f"`{self.name}` must be {or_null}{expected.words}.")

    def _unstorable(self, value: str) -> FieldError:
        if "\x00" in value:
            return FieldError(self.name, "control_character", f"`{self.name}` contains a NUL. Take it out.")
        return FieldError(self.name, "lone_surrogate", f"`{self.name}` contains half of a character.")


class Schema(Generic[S]):
    """A struct, prepared for checking: made once for each call, not for each request."""

    def __init__(self, struct: type[S]) -> None:
        self.struct = struct
        described = inspect.type_info(struct)
        assert isinstance(described, inspect.StructType)
        types = {each.encode_name: each.type for each in msgspec.structs.fields(struct)}
        self.fields = {each.encode_name: _field(each, types[each.encode_name]) for each in described.fields}

    def read(self, given: Mapping[str, object]) -> S:
        """The struct. Raises InvalidFields with an error for each field that is wrong, unknown or missing."""
        values: dict[str, object] = {}
        errors: list[FieldError] = []
        for name, value in given.items():
            field = self.fields.get(name)
            if field is None:
                errors.append(_unknown(name))
                continue
            try:
                values[field.attribute] = field.convert(value)
            except InvalidFields as refusal:
                errors.extend(refusal.errors)
        errors.extend(
            each.missing() for each in self.fields.values() if each.required and each.name not in given
        )
        if errors:
            raise InvalidFields(errors[:_MOST_ERRORS])
        return self.struct(**values)


@cache
def schema_of(struct: type[S]) -> Schema[S]:
    """The schema of this struct, made on first use."""
    return Schema(struct)


def _unknown(name: str) -> FieldError:
    shown = name.encode("utf-8", "replace").decode()[:100]
    return FieldError(shown, "unknown_field", f"`{shown}` is not known here.")


def _field(described: inspect.Field, declared: Any) -> SchemaField:
    kinds = _alternatives(described.type)
    nullable = any(isinstance(kind, inspect.NoneType) for kind in kinds)
    (kind,) = (each for each in kinds if not isinstance(each, inspect.NoneType))
    return SchemaField(
        name=described.encode_name,
        attribute=described.name,
        type=declared,
        required=described.required,
        many=isinstance(kind, inspect.VarTupleType),
        nullable=nullable,
        expectation=_expectation(kind),
    )


def _alternatives(kind: inspect.Type) -> tuple[inspect.Type, ...]:
    bare = _bare(kind)
    return tuple(map(_bare, bare.types)) if isinstance(bare, inspect.UnionType) else (bare,)


def _bare(kind: inspect.Type) -> inspect.Type:
    return _bare(kind.type) if isinstance(kind, inspect.Metadata) else kind


def _expectation(kind: inspect.Type) -> Expectation:
    """In words that people read. Raises TypeError for a kind that no request has needed so far."""
    match kind:
        case inspect.StrType(max_length=None):
            expected = Expectation("text", str, "wrong_length")
        case inspect.StrType(min_length=least, max_length=most):
            expected = Expectation(f"text of {least or 0} to {most} characters", str, "wrong_length")
        case inspect.IntType(ge=least, le=most):
            expected = Expectation(f"a whole number from {least} to {most}", int, "out_of_range")
        case inspect.EnumType(cls=choices):
            expected = _one_of([choice.value for choice in choices])
        case inspect.LiteralType(values=values):
            expected = _one_of(values)
        case inspect.DateTimeType():
            expected = Expectation("a time with its zone, such as 2026-11-23T12:00:00Z", str, "invalid_time")
        case inspect.VarTupleType(item_type=item):
            expected = _expectation(_bare(item))
        case _:
            raise TypeError(f"no request has had a field of {kind} so far: say here how to put it in words")
    return expected


def _one_of(values: Iterable[object]) -> Expectation:
    return Expectation(f"one of: {', '.join(map(str, values))}", str, "unknown_value")
