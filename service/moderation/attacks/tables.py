"""The tables of the folder `lists` that the grammars are made of."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from service.moderation.attacks.grammar import Grammar
from service.moderation.attacks.vocabulary import Vocabulary

_WORDS = ("attack_words", "attack_people")
_FORMS = ("attacks", "attack_threats", "attack_self_harm", "attack_persons", "attack_identity")

# A moderator sees what has the words of hundreds of attacks; what has those of as many reports is none.
_TOO_MANY_ATTACKS = {
    "id": "too-many",
    "code": "personal_attack",
    "severity": 2,
    "detail": "has the words of more attacks than are looked for",
}
_TOO_MANY_REPORTS = {"id": "too-many", "extent": "none"}


@cache
def load_attacks() -> Grammar:
    """The grammar of attacks, one for the process.

    Its rows have an `id`; those of attacks have a `code`, a `severity` and a `detail`, those of what is
    harmless have none. Raises FormError or KeyError where a table is wrong.
    """
    return _grammar(_WORDS + _FORMS, _TOO_MANY_ATTACKS)


@cache
def load_stance() -> Grammar:
    """The grammar of reports and counter-speech, one for the process.

    Its rows have an `id` and an `extent`. Raises the same.
    """
    return _grammar(("attack_stance",), _TOO_MANY_REPORTS)


def _grammar(names: Iterable[str], too_many: Mapping[str, Any]) -> Grammar:
    tables = [_table(name) for name in names]
    contractions: dict[str, str] = {}
    shorthands: dict[str, str] = {}
    rows: list[dict[str, Any]] = []
    for table in tables:
        contractions |= table.get("contractions", {})
        shorthands |= table.get("shorthands", {})
        rows += ({"code": table["code"], **row} for row in table.get("attack", ()))
        rows += table.get("stance", ())
    # Last, so that in a text that has too much of everything an attack is found before its excuse.
    rows += (row for table in tables for row in table.get("harmless", ()))
    return Grammar(Vocabulary(tables), rows, shorthands, contractions, too_many)


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((files("service.moderation") / "lists" / f"{name}.toml").read_text("utf-8"))
