"""A bare wish ("cấp lại", "đổi", "bị mất") that says of nothing what is to be done with it."""

from __future__ import annotations

from actions.interpretation import Interpretation, topic_of
from actions.message import Message
from actions.spelling import is_bare
from actions.state import State
from bot.knowledge.loader import Knowledge
from bot.registry.catalog import Catalog

_FOUND = 0.3
_LOOKED_AT = 4


def of_same_subject(
    meaning: Interpretation,
    message: Message,
    state: State,
    knowledge: Knowledge,
    catalog: Catalog | None,
) -> Interpretation | None:
    """The procedure that does what is wished with the subject spoken of; None: not looked for."""
    spoken_of = knowledge.procedure(state.procedure)
    if catalog is None or spoken_of is None or meaning.kind != "procedure" or not is_bare(message):
        return None
    hits = catalog.find(f"{message.text} {spoken_of.aliases[0]}", _LOOKED_AT)
    own = next((hit for hit in hits if hit.own and hit.score >= _FOUND), None)
    if own is None or own.code == spoken_of.code:
        return None
    topic = topic_of(own.code, knowledge)
    return Interpretation("procedure", topic, own.code, "overview", confidence=own.score)
