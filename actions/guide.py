"""Guides on accounts, dossiers, payments and scams."""

from __future__ import annotations

from actions.base import MotCuaAction, Turn, capability
from actions.diagnosis import begun_at
from actions.walk import choose_step_option
from bot.replies.guides import guide_reply
from bot.replies.model import Reply
from bot.replies.wording import not_known_reply


class ActionGuide(MotCuaAction):
    """The short answer of a guide."""

    def name(self) -> str:
        """Name in `domain.yml`."""
        return "action_guide"


@capability("guide")
def answer_guide(turn: Turn) -> Reply:
    """Gives the short answer and offers to walk; a diagnosis begins at once.

    Keeps the dossier's code if one was given.
    """
    guide = turn.knowledge.guides.get(turn.meaning.topic)
    if guide is None:
        return not_known_reply(turn.meaning.confidence)
    turn.state.walk = {"topic": guide.topic, "step": guide.steps[0].id, "path": []}
    turn.state.walking = guide.asks
    told = begun_at(turn.message, guide)
    reply = choose_step_option(turn.state, guide, told) if told is not None else None
    reply = reply or guide_reply(guide, turn.message.day)
    reply.confidence = turn.meaning.confidence
    dossiers = turn.message.entities.get("dossier")
    if dossiers:
        reply.data["dossier"] = dossiers[0]
    return reply
