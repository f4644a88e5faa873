"""Procedures that the project does not explain itself, by the portal's records or figures."""

from __future__ import annotations

from actions.base import Turn, capability
from bot.knowledge import links
from bot.registry.catalog import Catalog, catalog
from bot.replies.model import BUTTON_TITLE_LIMIT, Button, Reply
from bot.replies.registry import record_reply, summary_reply
from bot.replies.wording import not_known_reply


@capability("registry")
def answer_registry(turn: Turn) -> Reply:
    """Answers about the procedure that was found, or asks which of the likeliest is meant."""
    meaning, found = turn.meaning, catalog()
    if meaning.procedure is not None:
        return told(found, meaning.procedure, meaning.facet or "overview", meaning.confidence)
    return _ask(turn)


def told(found: Catalog | None, code: str, facet: str, confidence: float = 1.0) -> Reply:
    """The imported record, or figures of the compact table; else that it is not known."""
    record = found.record(code) if found else None
    if record is not None:
        return record_reply(record, facet, confidence)
    summary = found.summary(code) if found else None
    return summary_reply(summary, facet, confidence) if summary else not_known_reply(confidence)


def _ask(turn: Turn) -> Reply:
    """Full names in the text, for many begin alike; a number is enough for an answer."""
    meaning = turn.meaning
    names = {code: _name(turn, code) for code in meaning.candidates}
    listed = [f"{i}. {name}" for i, name in enumerate(names.values(), 1)]
    buttons = [
        Button(_short(line), links.procedure(code, meaning.facet or "overview"))
        for line, code in zip(listed, names, strict=True)
    ]
    return Reply(
        "\n".join(["Ý anh/chị là thủ tục nào? Bấm hoặc nhắn số:", *listed]),
        "clarify",
        [*buttons, Button("Không phải, gặp cán bộ", "m_human")],
        status="clarified",
        facet=meaning.facet,
        candidates=list(names),
        confidence=meaning.confidence,
    )


def _name(turn: Turn, code: str) -> str:
    own, found = turn.knowledge.procedure(code), catalog()
    summary = found.summary(code) if found and not own else None
    return own.name if own else summary.name if summary else code


def _short(line: str) -> str:
    return line if len(line) <= BUTTON_TITLE_LIMIT else line[: BUTTON_TITLE_LIMIT - 1] + "…"
