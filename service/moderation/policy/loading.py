"""Reads a policy document."""

import hashlib
import json
import pathlib
import re

from service.domain.articles import ArticleMode
from service.moderation.expressions.regex import Regex, RegexError
from service.moderation.phrase_index import fault_of
from service.moderation.policy.keys import KEYS, TABLES
from service.moderation.policy.languages import LANGUAGES
from service.moderation.policy.model import ID, Pattern, Policy
from service.moderation.policy.problems import PolicyError, Problems
from service.moderation.policy.rule_reading import read_rules
from service.moderation.policy.tables import Table

MAX_PATTERNS = 50

_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}", re.IGNORECASE)
_MIDDLING = 2


def load_policy(path: pathlib.Path) -> Policy:
    """The policy in this file. Raises PolicyError, also where the file cannot be read."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise PolicyError((f"{path}:{line}: The line is not in UTF-8. Save the file as UTF-8.",)) from error
    except OSError as error:
        raise PolicyError((f"{path}:1: The file cannot be read: {error.strerror}.",)) from error
    return parse_policy(text, str(path))


def parse_policy(text: str, source: str) -> Policy:
    """The policy that a TOML text means; `source` names the text in error messages. Raises PolicyError."""
    problems = Problems(text, source)
    document = problems.parse()
    problems.raise_any()
    policy = _read(Table(document, (), (*KEYS[""], *TABLES), problems), _digest(document))
    problems.raise_any()
    return policy


def _digest(document: dict[str, object]) -> str:
    """8 digits of what the document does; comments, layout and tests do not count."""
    rules = document.get("rule", [])
    if isinstance(rules, list):
        document = {**document, "rule": [_without_tests(rule) for rule in rules]}
    meaning = json.dumps(document, sort_keys=True, default=str)
    return hashlib.sha256(meaning.encode()).hexdigest()[:8]


def _without_tests(rule: object) -> object:
    return {key: value for key, value in rule.items() if key != "test"} if isinstance(rule, dict) else rule


def _read(top: Table, digest: str) -> Policy:
    words = top.table("words", KEYS["words"])
    repeat = top.table("repeat", KEYS["repeat"])
    version = top.text("version")
    if not top.has("version"):
        top.problem(None, 'A policy needs a version: write version = "2026-11", say, above the first table.')
    rules, tests = read_rules(top)
    return Policy(
        version=f"{version}+{digest}",
        mode=top.choice("mode", ArticleMode) or ArticleMode.AUTO,
        rules=rules,
        tests=tests,
        sections=_sections(top.open_table("sections")),
        lexicon_allowed=top.table("lexicon", KEYS["lexicon"]).entries("allowed", _empty),
        blocked_words=words.entries("blocked", fault_of),
        suspect_words=words.entries("suspect", fault_of),
        allowed_words=words.entries("allowed", fault_of),
        patterns=_patterns(top),
        own_domains=top.table("links", KEYS["links"]).entries("own_domains", _domain_fault),
        languages=top.table("language", KEYS["language"]).entries("accepted", _language_fault),
        long_from_characters=top.table("length", KEYS["length"]).whole_number(
            "long_from_characters", 3000, 1
        ),
        repeat_from_count=repeat.whole_number("from_count", 1, 1),
        wave_from_authors=repeat.whole_number("wave_from_readers", 2, 1),
        first_comments=top.table("new_author", KEYS["new_author"]).whole_number("first_comments", 3, 0),
    )


def _sections(table: Table) -> dict[str, ArticleMode]:
    levels = {section: table.choice(section, ArticleMode) for section in table.keys}
    return {section: level for section, level in levels.items() if level is not None}


def _patterns(top: Table) -> tuple[Pattern, ...]:
    patterns: list[Pattern] = []
    for number, table in enumerate(top.tables("pattern", KEYS["pattern"])):
        for needed in ("id", "regex"):
            if not table.has(needed):
                table.problem(None, f'The pattern has no "{needed}".')
        if number == MAX_PATTERNS:
            table.problem(None, f"There are more than {MAX_PATTERNS} patterns. Words stand in [words].")
        name, regex = table.text("id"), table.text("regex")
        if name is not None and not ID.fullmatch(name):
            table.problem("id", "An id is 1 to 64 letters, digits, hyphens and underscores.")
        if name in [pattern.id for pattern in patterns]:
            table.problem("id", f'There is another pattern with the id "{name}" above.')
        if regex is not None and (fault := _regex_fault(regex)):
            table.problem("regex", fault)
        severity = table.whole_number("severity", _MIDDLING, 1, 4)
        patterns.append(Pattern(name or "", regex or "", severity))
    return tuple(patterns)


def _regex_fault(text: str) -> str | None:
    try:
        matches_nothing = Regex(text, ignore_case=True).found_in("")
    except RegexError as error:
        return str(error)
    return (
        "The regular expression matches where there is nothing, so everywhere." if matches_nothing else None
    )


def _empty(entry: str) -> str | None:
    return None if entry else "An empty word matches nothing. Take it out."


def _domain_fault(entry: str) -> str | None:
    if _DOMAIN.fullmatch(entry):
        return None
    return (
        'Write the domain alone, without "https://", path or star: "example.com" stands for all below it too.'
    )


def _language_fault(entry: str) -> str | None:
    if entry in LANGUAGES:
        return None
    return f'"{entry}" is no language code. Write two small letters of ISO 639-1, such as "en" or "de".'
