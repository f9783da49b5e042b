"""An OpenAPI document in the words of the page for people."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

Json = dict[str, Any]

_KINDS = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "null": "null",
}


_CODE = re.compile(r"`([^`]{1,200})`")


@dataclass(frozen=True, slots=True)
class Row:
    """One field of a body, or one parameter."""

    name: str
    kind: str
    required: bool
    meaning: str


@dataclass(frozen=True, slots=True)
class Result:
    """One status that a call can answer with."""

    status: str
    meaning: str
    shape: str
    headers: tuple[Row, ...]
    fields: tuple[Row, ...]
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Call:
    anchor: str
    method: str
    path: str
    summary: str
    description: str
    who: str
    parameters: tuple[tuple[str, tuple[Row, ...]], ...]
    fields: tuple[Row, ...]
    results: tuple[Result, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    name: str
    title: str
    calls: tuple[Call, ...]


def with_code(text: str) -> Markup:
    """The text escaped, with what stands in backticks as code."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704 - escaped before


def subjects_of(document: Json) -> list[Subject]:
    """Every call of the document under its subject, in the order of the document."""
    reader = _Reader(document["components"]["schemas"])
    calls: dict[str, list[Call]] = {tag["name"]: [] for tag in document["tags"]}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            calls[operation["tags"][0]].append(reader.call(method, path, operation))
    return [Subject(tag["name"], tag["description"], tuple(calls[tag["name"]])) for tag in document["tags"]]


class _Reader:
    def __init__(self, schemas: Json) -> None:
        self._schemas = schemas

    def call(self, method: str, path: str, operation: Json) -> Call:
        body = operation.get("requestBody")
        return Call(
            anchor=operation["operationId"],
            method=method.upper(),
            path=path,
            summary=operation["summary"],
            description=operation["description"],
            who=operation["x-who"],
            parameters=tuple(self._parameters(operation["parameters"])),
            fields=self._fields(_schema(body)) if body else (),
            results=tuple(self._result(*each) for each in operation["responses"].items()),
        )

    def _parameters(self, parameters: list[Json]) -> Iterator[tuple[str, tuple[Row, ...]]]:
        for where, title in (("path", "Path"), ("query", "Query"), ("header", "Headers")):
            rows = tuple(self._parameter(each) for each in parameters if each["in"] == where)
            if rows:
                yield title, rows

    def _parameter(self, parameter: Json) -> Row:
        schema = parameter["schema"]
        meaning = " ".join(part for part in (parameter["description"], self._meaning(schema)) if part)
        return Row(parameter["name"], self._kind(schema), parameter["required"], meaning)

    def _result(self, status: str, response: Json) -> Result:
        schema = _schema(response)
        headers = response.get("headers", {})
        good = int(status) < 400
        return Result(
            status=status,
            meaning=response["description"],
            shape=self._kind(schema) if schema else "",
            headers=tuple(Row(name, "", False, header["description"]) for name, header in headers.items()),
            fields=self._fields(schema) if schema and good else (),
            codes=tuple(response.get("x-codes", ())),
        )

    def _fields(self, schema: Json) -> tuple[Row, ...]:
        resolved = self._resolve(schema)
        required = resolved.get("required", ())
        return tuple(
            Row(name, self._kind(each), name in required, self._meaning(each))
            for name, each in resolved.get("properties", {}).items()
        )

    def _resolve(self, schema: Json) -> Json:
        if "$ref" not in schema:
            return schema
        found: Json = self._schemas[schema["$ref"].rpartition("/")[2]]
        return found

    def _meaning(self, schema: Json) -> str:
        parts = [schema.get("description", "")]
        parts += [each["description"] for each in schema.get("anyOf", ()) if "description" in each]
        if schema.get("default") is not None and schema["default"] != []:
            parts.append(f"Default: `{schema['default']}`.")
        return " ".join(part for part in parts if part)

    def _kind(self, schema: Json) -> str:
        """What a value is, in a few words."""
        match schema:
            case {"anyOf": alternatives}:
                kind = " or ".join(self._kind(each) for each in alternatives)
            case {"$ref": reference}:
                resolved = self._resolve(schema)
                kind = self._kind(resolved) if "enum" in resolved else reference.rpartition("/")[2]
            case {"enum": values}:
                kind = " | ".join(map(str, values))
            case {"type": "array", "items": item}:
                kind = f"list of {self._kind(item)}"
            case {"type": "object", "additionalProperties": value}:
                kind = f"{self._kind(value)} by name"
            case {"format": "date-time"}:
                kind = "time"
            case _:
                kind = _KINDS[schema["type"]] + _limits(schema)
        return kind


def _schema(body: Json) -> Json:
    """The schema of a request's or response's content; empty where there is none."""
    for content in body.get("content", {}).values():
        schema: Json = content.get("schema", {})
        return schema
    return {}


def _limits(schema: Json) -> str:
    least = schema.get("minimum", schema.get("minLength"))
    most = schema.get("maximum", schema.get("maxLength"))
    if most is None:
        return ""
    unit = " characters" if schema.get("type") == "string" else ""
    return f", {least or 0} to {most}{unit}"
