"""Enforces the "may import" column of the design: one way, no back and forth."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
OURS = ("bot", "actions")
# Room → what it may import of ours, besides itself. The longest matching room counts.
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "bot.text": (),
    "bot.ngrams": (),
    "bot.settings": (),
    "bot.evaluation": (),
    "bot.failures": (),
    "bot.edge": ("bot.text", "bot.settings"),
    "bot.knowledge": ("bot.text",),
    "bot.places": ("bot.text",),
    "bot.payments": ("bot.text",),
    "bot.dossiers": ("bot.text",),
    "bot.registry": ("bot.text", "bot.ngrams", "bot.knowledge", "bot.storage"),
    "bot.posters": ("bot.text", "bot.knowledge"),
    "bot.storage": ("bot.settings", "bot.text"),
    "bot.replies": (
        "bot.text",
        "bot.knowledge",
        "bot.payments",
        "bot.dossiers",
        "bot.places",
        "bot.registry",
    ),
    "bot.nlu": (
        "bot.text",
        "bot.ngrams",
        "bot.knowledge",
        "bot.places",
        "bot.dossiers",
        "bot.registry",
    ),
    "bot.engine": ("bot.text", "bot.edge", "bot.settings", "bot.storage", "bot.nlu"),
    # Dossiers take their providers from outside; these two give them.
    "bot.engine.providers": ("bot.settings", "bot.storage", "bot.dossiers"),
    "bot.engine.watch": ("bot.storage", "bot.dossiers", "bot.knowledge.links"),
    "bot.engine.assistant": (
        "bot.text",
        "bot.edge",
        "bot.settings",
        "bot.storage",
        "bot.engine",
        "bot.knowledge",
        "bot.registry",
    ),
    # The composition root: the one place where the assistant and the channels meet.
    "bot.engine.server": (
        "bot.text",
        "bot.settings",
        "bot.storage",
        "bot.nlu",
        "bot.engine",
        "bot.channels",
        "bot.knowledge",
        "bot.places",
        "bot.registry",
        "bot.posters",
    ),
    "bot.channels": (
        "bot.text",
        "bot.edge",
        "bot.failures",
        "bot.replies",
        "bot.storage",
        "bot.settings",
        "bot.knowledge.links",
    ),
    "bot.cli": ("bot", "actions"),
    "actions": (
        "bot.edge",
        "bot.failures",
        "bot.settings",
        "bot.knowledge",
        "bot.places",
        "bot.payments",
        "bot.dossiers",
        "bot.registry",
        "bot.replies",
        "bot.text",
    ),
}


def _within(module: str, room: str) -> bool:
    return module == room or module.startswith(room + ".")


def _module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _is_ours(module: str) -> bool:
    return any(_within(module, top) for top in OURS)


def _is_module(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return path.is_dir() or path.with_suffix(".py").is_file()


def _package_of(module: str, path: Path, level: int) -> str:
    parts = module.split(".") if path.name == "__init__.py" else module.split(".")[:-1]
    return ".".join(parts[: len(parts) - level + 1])


def imports_of(tree: ast.AST, module: str, path: Path) -> Iterator[tuple[int, str]]:
    """Yields (line, module of ours) for every import, also those within functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                base = ".".join(filter(None, [_package_of(module, path, node.level), base]))
            names = []
            for alias in node.names:
                full = f"{base}.{alias.name}"
                names.append(full if _is_module(full) else base)
        else:
            continue
        yield from ((node.lineno, name) for name in names if _is_ours(name))


def room_of(module: str) -> str | None:
    rooms = [room for room in MAY_IMPORT if _within(module, room)]
    return max(rooms, key=len, default=None)


def forbidden(module: str, imported: str) -> bool:
    room = room_of(module)
    if room is None or _within(imported, room) or module == imported:
        return room is None
    return not any(_within(imported, allowed) for allowed in MAY_IMPORT[room])


def _sources() -> list[Path]:
    return sorted(path for top in OURS for path in (ROOT / top).rglob("*.py"))


@pytest.mark.parametrize("path", _sources(), ids=lambda path: _module_of(path))
def test_a_module_imports_only_what_the_design_lets_it(path: Path) -> None:
    module = _module_of(path)
    tree = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
    wrong = [
        f"{path.relative_to(ROOT)}:{line}: {module} must not import {imported}"
        for line, imported in imports_of(tree, module, path)
        if forbidden(module, imported)
    ]
    assert wrong == []


def test_every_module_stands_in_a_room_of_the_design() -> None:
    homeless = [
        module
        for module in map(_module_of, _sources())
        if module != "bot" and room_of(module) is None
    ]
    assert homeless == []


@pytest.mark.parametrize(
    ("module", "imported"),
    [
        ("bot.text", "bot.settings"),
        ("bot.knowledge.fees", "bot.replies.money"),
        ("bot.storage.database", "bot.knowledge.models"),
        ("bot.replies.money", "actions.state"),
        ("bot.nlu.words", "bot.storage.database"),
        ("bot.engine.assistant", "bot.channels.web"),
        ("bot.engine.assistant", "actions.base"),
        ("bot.engine.assistant", "bot.replies.wording"),
        ("bot.channels.web", "bot.knowledge.models"),
        ("bot.channels.web", "bot.engine.assistant"),
        ("actions.people", "bot.channels.web"),
        ("actions.people", "bot.storage.database"),
        ("actions.people", "bot.engine.assistant"),
    ],
)
def test_the_wrong_way_is_noticed(module: str, imported: str) -> None:
    assert forbidden(module, imported)


@pytest.mark.parametrize(
    ("module", "imported"),
    [
        ("bot.knowledge.fees", "bot.knowledge.models"),
        ("bot.knowledge.check", "bot.text"),
        ("bot.channels.web", "bot.knowledge.links"),
        ("bot.engine.server", "bot.channels.web"),
        ("bot.cli.serve", "bot.engine.server"),
        ("actions.procedure", "bot.replies.procedures"),
        ("actions.procedure", "actions.base"),
    ],
)
def test_the_right_way_is_allowed(module: str, imported: str) -> None:
    assert not forbidden(module, imported)


def test_imports_within_functions_and_relative_ones_are_seen() -> None:
    tree = ast.parse("def f():\n    from bot.engine import server\nfrom . import fees\n")
    found = set(imports_of(tree, "bot.knowledge.check", ROOT / "bot/knowledge/check.py"))
    assert found == {(2, "bot.engine.server"), (3, "bot.knowledge.fees")}
