"""The names that a policy's conditions are written in, and their values for one comment."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from service.domain.articles import ArticleMode
from service.domain.judgement import Context, Signal
from service.moderation.expressions import Law, Type, Value, Variable, Vocabulary
from service.moderation.expressions.domains import Interval, truth
from service.moderation.signals import SignalCode

MAX_SEVERITY = 4

COUNTS = {
    "author": {
        "approved": "author_approved_count",
        "recent": "author_recent_count",
        "rejected": "author_rejected_count",
        "same_text": "author_same_text_count",
    },
    "others": {"same_text": "others_same_text_count", "alike": "others_alike_count"},
}
"""The numbers about the author and others that conditions can ask for, and where Context has them."""
CONTEXT_FIELDS = {
    "article": ("mode", "section"),
    **{group: tuple(fields) for group, fields in COUNTS.items()},
}
"""What conditions can ask for beside signals, by group."""


@dataclass(frozen=True, slots=True)
class _Names:
    """The names of one signal's values."""

    found: str
    count: str
    score: str
    severity: str
    exact_severity: str


@cache
def policy_vocabulary() -> Vocabulary:
    """Every name that a condition may use."""
    variables: list[Variable] = []
    laws: dict[str, list[Law]] = {}
    for code in SignalCode:
        names = _names_by_code()[code]
        variables += _variables(code, names)
        for law in _laws(names):
            laws.setdefault(law.name, []).append(law)
    modes = tuple(mode.value for mode in ArticleMode)
    variables.append(Variable("article.mode", Type.STRING, choices=modes))
    variables.append(Variable("article.section", Type.STRING))
    variables += [
        Variable(f"{group}.{field}", Type.INT, least=0)
        for group, fields in COUNTS.items()
        for field in fields
    ]
    return Vocabulary(
        {variable.name: variable for variable in variables},
        {name: tuple(of_name) for name, of_name in laws.items()},
    )


def facts_of(signals: Iterable[Signal], context: Context) -> dict[str, Value]:
    """A value for every name. Signals of one code are merged; signals of no known code are left out.

    A score that is no number counts as 1 and a value outside its bounds as the bound, so that no broken
    number can let a comment through that a rule would stop.
    """
    facts = _nothing_found().copy()
    facts["article.mode"] = context.mode.value
    facts["article.section"] = context.section
    facts["author.approved"] = context.author_approved_count
    facts["author.recent"] = context.author_recent_count
    facts["author.rejected"] = context.author_rejected_count
    facts["author.same_text"] = context.author_same_text_count
    facts["others.same_text"] = context.others_same_text_count
    facts["others.alike"] = context.others_alike_count
    known = _names_by_code()
    merged: dict[str, list[Signal]] = {}
    for signal in signals:
        if signal.code in known:
            merged.setdefault(signal.code, []).append(signal)
    for code, of_code in merged.items():
        _merge(facts, known[code], of_code)
    return facts


def _merge(facts: dict[str, Value], names: _Names, signals: list[Signal]) -> None:
    count, score, severity, exact_severity = 0, 0.0, 1, 0
    for signal in signals:
        count += signal.count
        # Written so that a score that is no number is not at most this one, and counts as the highest.
        if not signal.score <= score:
            score = signal.score if signal.score <= 1.0 else 1.0
        severity = max(severity, min(signal.severity, MAX_SEVERITY))
        if signal.exact:
            exact_severity = max(exact_severity, 1, min(signal.severity, MAX_SEVERITY))
    facts[names.found] = True
    facts[names.count] = max(count, 1)
    facts[names.score] = score
    facts[names.severity] = severity
    facts[names.exact_severity] = exact_severity


@cache
def _names_by_code() -> dict[str, _Names]:
    fields = ("found", "count", "score", "severity", "exact_severity")
    return {code.value: _Names(*(f"{code.value}.{field}" for field in fields)) for code in SignalCode}


@cache
def _nothing_found() -> dict[str, Value]:
    """The value of every signal's names where nothing is found."""
    facts: dict[str, Value] = {}
    for names in _names_by_code().values():
        facts |= {names.found: False, names.count: 0, names.score: 0.0}
        facts |= {names.severity: 0, names.exact_severity: 0}
    return facts


def _variables(code: str, names: _Names) -> list[Variable]:
    return [
        Variable(names.found, Type.BOOL, spoken=(f"{code} was found", f"{code} was not found")),
        Variable(names.count, Type.INT, 0, flag=names.found),
        Variable(names.score, Type.DOUBLE, 0, 1, flag=names.found),
        Variable(names.severity, Type.INT, 0, MAX_SEVERITY, flag=names.found),
        Variable(names.exact_severity, Type.INT, 0, MAX_SEVERITY, flag=names.found),
    ]


def _laws(names: _Names) -> Iterator[Law]:
    """What `facts_of` sees to: what is not found is zero in all, and what is found is not."""
    numbers = (names.count, names.score, names.severity, names.exact_severity)
    for name in numbers:
        none = Interval.compared("<=", 0, whole=name != names.score)
        some = Interval.compared(">", 0, whole=name != names.score)
        yield Law(name, some, names.found, truth(True))
        yield Law(names.found, truth(False), name, none)
        if name in (names.count, names.severity):
            yield Law(name, none, names.found, truth(False))
            yield Law(names.found, truth(True), name, some)
    for grade in range(1, MAX_SEVERITY + 1):
        at_least = Interval.compared(">=", grade, whole=True)
        below = Interval.compared("<", grade, whole=True)
        yield Law(names.exact_severity, at_least, names.severity, at_least)
        yield Law(names.severity, below, names.exact_severity, below)
