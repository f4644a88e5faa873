"""Reads the knowledge files; a wrong file is told by its name, line and what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from bot.knowledge.guides import Guide
from bot.knowledge.models import Commune, Discount, Group, Procedure, Questions
from bot.text import canonical

T = TypeVar("T")
M = TypeVar("M", bound=BaseModel)

# The C parser is ten times faster and present in every wheel; the other reads the same.
_YamlLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Problem:
    """Something wrong in a knowledge file.

    Attributes:
        path: The file, relative to the data folder's parent.
        line: Line number, from 1.
        message: What is wrong, in Vietnamese.
        warning: Only worth a look; does not make `check` fail.
    """

    path: Path
    line: int
    message: str
    warning: bool = False

    def __str__(self) -> str:
        mark = "lưu ý" if self.warning else "lỗi"
        return f"{self.path}:{self.line}: {mark}: {self.message}"


class KnowledgeError(Exception):
    """The knowledge files cannot be used; `problems` says why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass
class Knowledge:
    """Everything the assistant knows, by code, topic or id.

    `paths` tells which file a procedure (by code) or guide (by topic) was read from.
    """

    procedures: dict[str, Procedure] = field(default_factory=dict)
    guides: dict[str, Guide] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    discounts: list[Discount] = field(default_factory=list)
    communes: dict[str, Commune] = field(default_factory=dict)
    questions: dict[str, Questions] = field(default_factory=dict)
    paths: dict[str, Path] = field(default_factory=dict)
    _spelled: dict[str, frozenset[str]] = field(default_factory=dict, repr=False)

    def procedure(self, code: str | None) -> Procedure | None:
        """Returns the procedure of `code`, or the one that replaced it, or None."""
        if code is None:
            return None
        return self.procedures.get(code) or self.procedures.get(self.successors.get(code, ""))

    def spelled(self, code: str) -> frozenset[str]:
        """The words by which a procedure is called and asked for, lower case, with diacritics."""
        if code not in self._spelled:
            procedure, asked = self.procedures[code], self.questions.get(code)
            texts = [procedure.name, procedure.official_name, *procedure.aliases]
            texts += procedure.situations
            texts += [text for group in (asked.asked.values() if asked else ()) for text in group]
            words = re.findall(r"\w+", canonical(" ".join(texts)).lower())
            self._spelled[code] = frozenset(words)
        return self._spelled[code]

    @property
    def successors(self) -> dict[str, str]:
        """Replaced code → code of the procedure that took its place."""
        return {r.code: p.code for p in self.procedures.values() for r in p.replaces}


def load(data: Path) -> Knowledge:
    """Reads all knowledge below `data`.

    Args:
        data: The project's `data` folder.

    Returns:
        The knowledge; example communes are left out.

    Raises:
        KnowledgeError: A file cannot be read or does not fit its model.
    """
    knowledge, problems = read(data)
    if problems:
        raise KnowledgeError(problems)
    return knowledge


def read(data: Path) -> tuple[Knowledge, list[Problem]]:
    """Like `load`, but returns what was readable beside all problems."""
    knowledge = Knowledge()
    problems: list[Problem] = []
    for path, item in _items(data, "procedures/*/*.yml", Procedure, problems):
        _add(knowledge.procedures, item.code, item, path, problems)
        knowledge.paths[item.code] = path
    for path, guide in _items(data, "guides/*.yml", Guide, problems):
        _add(knowledge.guides, guide.topic, guide, path, problems)
        knowledge.paths[guide.topic] = path
    for path, group in _items(data, "fees/groups.yml", Group, problems, key="groups"):
        _add(knowledge.groups, group.id, group, path, problems)
    for _, discount in _items(data, "fees/discounts.yml", Discount, problems, key="discounts"):
        knowledge.discounts.append(discount)
    for path, commune in _items(data, "communes/*.yml", Commune, problems):
        if not commune.example:
            _add(knowledge.communes, commune.code, commune, path, problems)
    for path, questions in _items(data, "questions/*.yml", Questions, problems):
        _add(knowledge.questions, questions.code, questions, path, problems)
    return knowledge, problems


def _add(into: dict[str, T], key: str, item: T, path: Path, problems: list[Problem]) -> None:
    if key in into:
        problems.append(Problem(path, 1, f"'{key}' đã có ở tệp khác"))
    into[key] = item


def _items(
    data: Path, pattern: str, model: type[M], problems: list[Problem], key: str | None = None
) -> Iterator[tuple[Path, M]]:
    for path in sorted(data.glob(pattern)):
        shown = path.relative_to(data.parent)
        text = path.read_text(encoding="utf-8")
        try:
            content = yaml.load(text, Loader=_YamlLoader)  # noqa: S506 (a safe loader)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 1 if mark else 1
            problems.append(Problem(shown, line, f"không đọc được YAML: {error}"))
            continue
        entries: list[tuple[tuple[str | int, ...], Any]] = [((), content)]
        if key is not None:
            listed = (content.get(key) or []) if isinstance(content, dict) else []
            entries = [((key, i), entry) for i, entry in enumerate(listed)]
        for where, entry in entries:
            try:
                yield shown, model.model_validate(entry)
            except ValidationError as error:
                for fault in error.errors():
                    loc = (*where, *fault["loc"])
                    name = ".".join(map(str, fault["loc"])) or "tệp"
                    problems.append(Problem(shown, line_of(text, loc), f"{name}: {fault['msg']}"))


def line_of(text: str, loc: tuple[int | str, ...]) -> int:
    """Line (from 1) of the node at `loc` in the YAML `text`, or of its nearest parent."""
    node: Any = yaml.compose(text, Loader=_YamlLoader)
    line = 1
    for step in loc:
        if isinstance(node, yaml.MappingNode):
            found = next(((k, v) for k, v in node.value if k.value == str(step)), None)
            if found is None:
                break
            line, node = found[0].start_mark.line + 1, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            if step >= len(node.value):
                break
            node = node.value[step]
            line = node.start_mark.line + 1
    return line
