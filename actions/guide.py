"""Guides on accounts, dossiers, payments and scams."""

from __future__ import annotations

from actions.base import MotCuaAction, Turn, capability
from actions.diagnosis import begun_at
from actions.walk import choose_step_option, guide_step
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

    Asked again, goes on with the steps: the short answer has just been read. Keeps the
    dossier's code if one was given.
    """
    guide = turn.knowledge.guides.get(turn.meaning.topic)
    if guide is None:
        return not_known_reply(turn.meaning.confidence)
    state = turn.state
    first = {"topic": guide.topic, "step": guide.steps[0].id, "path": []}
    again = state.topic == guide.topic and (state.walk or {}).get("topic") == guide.topic
    told = begun_at(turn.message, guide)
    if told is not None or not (again and state.walking):
        state.walk = first
    reply = choose_step_option(state, guide, told) if told is not None else None
    if reply is None and again:
        reply = guide_step(state, guide, "stuck" if state.walking and not guide.asks else "resume")
    if reply is None:
        state.walking = guide.asks
        reply = guide_reply(guide, turn.message.day)
    reply.confidence = turn.meaning.confidence
    dossiers = turn.message.entities.get("dossier")
    if dossiers:
        reply.data["dossier"] = dossiers[0]
    return reply
