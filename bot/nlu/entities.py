"""Graph component: dossier codes, dates, amounts, places and groups of people in a message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES
from rasa.shared.nlu.training_data.message import Message

from bot.dossiers.codes import find
from bot.knowledge.current import knowledge
from bot.text import fold

_PATTERNS = {
    "date": re.compile(
        r"\b\d{1,2}[/.-]\d{1,2}(?:[/.-](?:\d{4}|\d{2}))?\b(?![.\d])"
        r"|\bngay\s+\d{1,2}\s+thang\s+\d{1,2}(?:\s+nam\s+\d{4})?"
    ),
    "amount": re.compile(
        r"\b\d{1,3}(?:[.,]\d{3})+\b(?:\s*(?:dong|d|vnd)\b)?"
        r"|\b\d+(?:[.,]\d+)?\s*(?:dong|vnd|trieu|tr|nghin|ngan|k)\b"
    ),
    "place": re.compile(
        r"\b(?:xa|phuong|thi tran|thi xa|huyen|quan|tinh|thanh pho|tp|tt)\s+(?!(?:minh|em|toi|nao|"
        r"khac|co|moi|cu|hay|do|nay|o|va|thi|de|la|duoc|khong|gio|bay|ta|hon|hoi|phai)\b)"
        r"(?:\d{1,2}\b|[a-z]{2,}(?:\s+(?!(?:gio|bay|nay|thuoc|la|o|co|thi|huyen|quan|tinh|tp|"
        r"cu|moi|nhap|sap|ve|vao|khong|duoc|cho|nao|dau|bao|may|thi|va|hay|minh|roi|lam|den|mo)\b)"
        r"[a-z]+){0,2})"
    ),
}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PatternEntities(GraphComponent):  # type: ignore[misc]  # Rasa is untyped
    """Finds what has a fixed form, by patterns over the folded text."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> PatternEntities:
        """Creates the component."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the entities of each message."""
        for message in messages:
            found = list(extract(message.get("text") or ""))
            if found:
                message.set(ENTITIES, [*(message.get(ENTITIES) or []), *found], add_to_output=True)
        return messages


def extract(text: str) -> Iterator[dict[str, Any]]:
    """Yields the entities of `text` in Rasa's form; positions are those of `text` in NFC."""
    folded = fold(text)
    for name, pattern in _PATTERNS.items():
        for match in pattern.finditer(folded):
            yield _entity(name, match.group(), match.start(), match.end())
    for code in find(text):
        yield _entity("dossier", str(code.code), code.start, code.end)
    for group, pattern in _group_patterns().items():
        for match in pattern.finditer(folded):
            yield _entity("group", group, match.start(), match.end())


def _entity(name: str, value: str, start: int, end: int) -> dict[str, Any]:
    return {
        "entity": name,
        "value": value,
        "start": start,
        "end": end,
        "extractor": "PatternEntities",
    }


@lru_cache
def _group_patterns() -> dict[str, re.Pattern[str]]:
    return {
        group.id: re.compile(
            r"\b(?:" + "|".join(re.escape(fold(a)) for a in group.aliases) + r")\b"
        )
        for group in knowledge().groups.values()
        if group.aliases
    }
