"""Every value of a TOML document is found in its place."""

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.moderation.policy.toml_lines import Path, line_of, locate, offset_of
from tests.moderation import ROOT

DOCUMENT = '''\
# a note
top = "x" # and [not] = a table
"quoted key" = 'it = "is"'
dotted.key = 1

list = [ 1, 2,
  3, # a note, with a comma
  "]", """
many
lines""", [
    5 ],
]
inline = { a = 1, b = { c = [
  2] } }
text = """
[not.a.table]
"""
literal = \'\'\'
x = 1\'\'\'
ends = [ """with a "quote"""", """with "two\\"""""]
[table]
key = 2026-11-01 10:00:00
[table.inner]
key = 1.5
[far.away.table]
[[rule]]
id = "first"
[rule.extra]
x = true
[[rule]]
id = "second"
[[rule.part]]
y = 1
[[rule.part]]
y = 2
'''


@pytest.mark.parametrize(
    "path, line",
    [
        (("top",), 2),
        (("quoted key",), 3),
        (("dotted",), 4),
        (("dotted", "key"), 4),
        (("list",), 6),
        (("list", 1), 6),
        (("list", 2), 7),
        (("list", 3), 8),
        (("list", 4), 8),
        (("list", 5), 10),
        (("list", 5, 0), 11),
        (("inline", "a"), 13),
        (("inline", "b", "c", 0), 14),
        (("text",), 15),
        (("literal",), 18),
        (("ends", 1), 20),
        (("table",), 21),
        (("table", "key"), 22),
        (("table", "inner", "key"), 24),
        (("far", "away"), 25),
        (("rule",), 26),
        (("rule", 0), 26),
        (("rule", 0, "id"), 27),
        (("rule", 0, "extra", "x"), 29),
        (("rule", 1), 30),
        (("rule", 1, "id"), 31),
        (("rule", 1, "part", 0, "y"), 33),
        (("rule", 1, "part", 1, "y"), 35),
    ],
)
def test_a_value_is_found_on_its_line(path: Path, line: int) -> None:
    assert locate(DOCUMENT)[path].line == line


def paths(value: object, path: Path = ()) -> list[Path]:
    below: list[Path] = []
    if isinstance(value, dict):
        below = [found for key, inner in value.items() for found in paths(inner, (*path, key))]
    elif isinstance(value, list):
        below = [found for at, inner in enumerate(value) for found in paths(inner, (*path, at))]
    return [path, *below] if path else below


@pytest.mark.parametrize("text", [DOCUMENT, (ROOT / "config" / "policy.toml").read_text("utf-8")])
def test_every_value_that_a_document_has_is_found_and_no_other(text: str) -> None:
    assert set(locate(text)) == set(paths(tomllib.loads(text)))


STRINGS = st.text("ab #=[]{},'\n", max_size=8).map(
    lambda text: '"' + text.replace("\n", "\\n") + '"' if "'" in text else f"'''{text}'''"
)
VALUES = st.recursive(
    st.one_of(STRINGS, st.sampled_from(["1", "-2.5", "true", "1979-05-27"])),
    lambda inner: st.lists(inner, max_size=3).map(lambda parts: "[" + ",\n# ]\n ".join(parts) + "]"),
    max_leaves=6,
)


@given(st.lists(VALUES, max_size=5), st.lists(VALUES, max_size=3))
@settings(deadline=None, max_examples=200)
def test_any_valid_document_is_read_to_its_end(top: list[str], below: list[str]) -> None:
    lines = [f"key{number} = {value}" for number, value in enumerate(top)]
    lines += [f"[[rule]]\nx = {value}" for value in below]
    text = "\n".join(lines)
    assert set(locate(text)) == set(paths(tomllib.loads(text)))


@pytest.mark.parametrize(
    "path, begins",
    [
        (("top",), '"x" # and'),
        (("quoted key",), "'it = "),
        (("dotted", "key"), "1\n\nlist"),
        (("list", 1), "2,"),
        (("list", 4), '"""\nmany'),
        (("inline", "b", "c", 0), "2] }"),
        (("rule", 0, "id"), '"first"'),
        (("rule", 1, "part", 1), "[[rule.part]]\ny = 2"),
    ],
)
def test_a_value_begins_in_its_place(path: Path, begins: str) -> None:
    assert DOCUMENT[locate(DOCUMENT)[path].start :].startswith(begins)


PIECES = st.sampled_from(
    [*"ab \"'#=[]é😀\n\t", "\\\\", "\\n", '\\"', "\\u00e9", "\\U0001F600", "\r\n", "\\\n  ", "\\ \n\n "]
)
QUOTES = st.sampled_from(['"', "'", '"""', "'''", '"""\n', "'''\r\n"])


@given(QUOTES, st.lists(PIECES, max_size=8).map("".join))
@settings(deadline=None, max_examples=500)
def test_every_character_of_a_text_is_found_where_it_was_written(opening: str, content: str) -> None:
    written = f"{opening}{content}{opening.strip()}"
    closing = written[:3] if written[:3] in ('"""', "'''") else written[0]
    try:
        value = tomllib.loads(f"key = {written}")["key"]
    except tomllib.TOMLDecodeError:
        return
    document = f"first = 1\nkey = {written}\nlast = 2"
    start = locate(document)[("key",)].start
    for index in range(len(value)):
        offset = offset_of(document, start, index)
        before, at = document[start:offset], document[offset]
        assert tomllib.loads(f"key = {before}{closing}")["key"] == value[:index]
        assert at in ("\\", "\r", value[index])


def test_the_line_of_a_character_is_counted_from_one() -> None:
    assert [line_of("a\nbc\n", offset) for offset in range(5)] == [1, 1, 2, 2, 2]
