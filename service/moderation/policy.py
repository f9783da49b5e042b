"""The magazine's policy: what each signal does to a comment. Read from a TOML document.

`docs/policy.md` says how to write one. A document is taken whole or not at all: everything wrong with
it is reported together, each problem with its line.
"""

import hashlib
import json
import pathlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from service.domain.articles import ArticleMode
from service.domain.errors import DomainError
from service.domain.reasons import ReasonCode
from service.domain.states import Action
from service.moderation.phrases import fault_of
from service.moderation.policy_reader import Problems, Table
from service.moderation.signals import SignalCode

KEYS: dict[str, tuple[str, ...]] = {
    "": ("version", "mode"),
    "profanity": ("allowed",),
    "words": ("blocked", "suspect"),
    "links": ("max_links",),
    "length": ("long_from_characters",),
    "repeat": ("from_count",),
    "new_author": ("first_comments",),
    "rule": ("id", "when", "modes", "verdict", "reason", "message"),
}
"""Every key of a policy document, by table; "" is the top, before the first table."""

RESERVED_REASONS = frozenset(
    {ReasonCode.CLEAN, ReasonCode.DETECTOR_ERROR, ReasonCode.SYSTEM_ERROR, ReasonCode.REVIEWED}
)
"""What a rule cannot give as its reason: the service itself gives these, and they must stay true."""

_RULE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")

STRICTNESS = {Action.APPROVE: 0, Action.HOLD: 1, Action.REJECT: 2}
"""The order of verdicts: of several, the one with the highest number wins."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Gives `verdict` where every signal of `when` was found and the article's mode is one of `modes`.

    `reason` is None only for a rule that approves. `message` replaces the reason's standard words.
    """

    id: str
    when: frozenset[SignalCode]
    modes: frozenset[ArticleMode]
    verdict: Action
    reason: ReasonCode | None
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy, complete and checked.

    `version` is the document's own version, `+`, and 8 hexadecimal digits of its meaning, so that an
    edit without a new version shows. `mode` is that of articles that name none.
    """

    version: str
    mode: ArticleMode
    rules: tuple[Rule, ...]
    profanity_allowed: tuple[str, ...]
    blocked_words: tuple[str, ...]
    suspect_words: tuple[str, ...]
    max_links: int
    long_from_characters: int
    repeat_from_count: int
    first_comments: int


class PolicyError(DomainError):
    """The document cannot be used. `problems` are all reasons, each as `source:line: sentence`."""

    code = "invalid_policy"
    title = "The policy has errors"

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def load_policy(path: pathlib.Path) -> Policy:
    """The policy in this file. Raises PolicyError, also where the file cannot be read."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise PolicyError((f"{path}:{line}: The line is not in UTF-8. Save the file as UTF-8.",)) from error
    except OSError as error:
        raise PolicyError((f"{path}:1: The file cannot be read: {error.strerror}.",)) from error
    return parse_policy(text, str(path))


def parse_policy(text: str, source: str) -> Policy:
    """The policy that a TOML text means; `source` names the text in error messages. Raises PolicyError."""
    problems = Problems(text, source)
    document = problems.parse(text)
    if problems.sentences:
        raise PolicyError(problems.sentences)
    policy = _read(Table(document, (), [*KEYS[""], *filter(None, KEYS)], problems), _digest(document))
    if problems.sentences:
        raise PolicyError(problems.sentences)
    return policy


def _digest(document: dict[str, object]) -> str:
    """8 digits of what the document says; comments and layout do not count."""
    meaning = json.dumps(document, sort_keys=True, default=str)
    return hashlib.sha256(meaning.encode()).hexdigest()[:8]


def _read(top: Table, digest: str) -> Policy:
    words = top.table("words", KEYS["words"])
    version = top.text("version")
    if not top.has("version"):
        top.problem(None, 'A policy needs a version: write version = "2026-11", say, above the first table.')
    return Policy(
        version=f"{version}+{digest}",
        mode=top.choice("mode", ArticleMode) or ArticleMode.AUTO,
        rules=_rules(top),
        profanity_allowed=top.table("profanity", KEYS["profanity"]).entries("allowed", _empty),
        blocked_words=words.entries("blocked", fault_of),
        suspect_words=words.entries("suspect", fault_of),
        max_links=_number(top, "links", "max_links", default=2, least=0),
        long_from_characters=_number(top, "length", "long_from_characters", default=3000, least=1),
        repeat_from_count=_number(top, "repeat", "from_count", default=1, least=1),
        first_comments=_number(top, "new_author", "first_comments", default=3, least=0),
    )


def _number(top: Table, table: str, key: str, *, default: int, least: int) -> int:
    return top.table(table, KEYS[table]).whole_number(key, default, least)


def _empty(entry: str) -> str | None:
    return None if entry else "An empty word matches nothing. Take it out."


def _rules(top: Table) -> tuple[Rule, ...]:
    if_none = "A policy without a [[rule]] would publish everything. Write at least one."
    rules: list[Rule] = []
    for table in top.tables("rule", KEYS["rule"], if_none):
        rule = _rule(table)
        if rule is None:
            continue
        for sentence in _clashes(rule, rules):
            table.problem("id", sentence)
        rules.append(rule)
    return tuple(rules)


def _rule(table: Table) -> Rule | None:
    """The rule, or None where too little of it is right to compare it with others."""
    for needed in ("id", "when", "verdict"):
        if not table.has(needed):
            table.problem(None, f'The rule has no "{needed}".')
    name = table.text("id")
    if name is not None and not _RULE_ID.fullmatch(name):
        table.problem("id", "An id is 1 to 64 letters, digits, hyphens and underscores.")
    when = table.choices("when", SignalCode)
    modes = table.choices("modes", ArticleMode)
    if modes == frozenset():
        table.problem("modes", "A rule for no mode never fires. Name a mode, or leave the line out for all.")
    verdict = table.choice("verdict", Action)
    reason = table.choice("reason", [code for code in ReasonCode if code not in RESERVED_REASONS])
    message = table.text("message")
    if verdict is not None and verdict is not Action.APPROVE and not table.has("reason"):
        table.problem("verdict", f'A rule that says "{verdict}" needs a reason: the author is told why.')
    if verdict is Action.APPROVE and (table.has("reason") or table.has("message")):
        table.problem("verdict", "A rule that approves gives no reason and no message. Take them out.")
    if name is None or when is None or verdict is None:
        return None
    return Rule(name, when, modes or frozenset(ArticleMode), verdict, reason, message)


def _clashes(rule: Rule, earlier: list[Rule]) -> Iterator[str]:
    """Why the rule cannot stand beside those above it."""
    for other in earlier:
        if other.id == rule.id:
            yield f'There is another rule with the id "{rule.id}" above.'
        # Every rule of a match is applied, so a repeated condition counts only where it is stricter in
        # part of the modes.
        same_modes = rule.modes == other.modes
        stricter = STRICTNESS[rule.verdict] > STRICTNESS[other.verdict]
        if rule.when == other.when and rule.modes <= other.modes and (same_modes or not stricter):
            yield f'The rule "{rule.id}" adds nothing: "{other.id}" above has the same conditions.'
