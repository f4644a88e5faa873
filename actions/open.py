"""Buttons, deep links and options of the last question."""

from __future__ import annotations

from typing import get_args

from actions.base import MotCuaAction, Turn, answer, capability
from actions.interpretation import Interpretation, topic_of
from actions.procedure import case_reply, facet_reply
from actions.registry import told
from actions.walk import choose_step_option, guide_step
from bot.knowledge import links
from bot.knowledge.links import Link
from bot.knowledge.models import Facet, Procedure
from bot.registry.catalog import catalog
from bot.replies.guides import procedure_step_reply
from bot.replies.model import Reply
from bot.replies.wording import elliptical_reply, human_reply, not_known_reply, smalltalk_reply

_FACETS = get_args(Facet)


class ActionOpen(MotCuaAction):
    """A payload was sent."""

    def name(self) -> str:
        """Name in `domain.yml`."""
        return "action_open"


@capability("link")
def open_link(turn: Turn) -> Reply:
    """Opens what the payload names; an unknown one says so."""
    link = turn.meaning.link
    assert link is not None  # noqa: S101 (interpret gives one with this kind)
    if link.parts.get("c"):
        turn.state.commune = link.parts["c"]
    if link.kind == "p":
        return _open_procedure(turn, link)
    if link.kind == "g":
        return _open_guide(turn, link)
    return _open_menu(turn, link.target)


@capability("back")
def go_back(turn: Turn) -> Reply:
    """Returns to the answer before the last one."""
    state = turn.state
    state.history = state.history[:-1]
    turn.meaning = Interpretation("link", link=links.parse(state.history[-1]))
    return open_link(turn)


def _open_procedure(turn: Turn, link: Link) -> Reply:
    procedure = turn.knowledge.procedure(link.target)
    if procedure is None:
        return told(catalog(), link.target, link.parts.get("f", "overview"))
    topic = topic_of(procedure.code, turn.knowledge)
    if procedure.code != turn.state.procedure:
        turn.state.answers = {}
    turn.state.walking = False
    way = link.parts.get("w")
    if way in ("online", "counter") and getattr(procedure.steps, way):
        turn.state.walk = {"procedure": procedure.code, "way": way, "step": 1}
        turn.state.walking = True
        return procedure_step_reply(procedure, way, 1)
    variant = link.parts.get("v", "")
    if variant.isdigit() and int(variant) < len(procedure.variants):
        return case_reply(turn, procedure, int(variant), topic)
    facet = link.parts.get("f", "overview")
    if facet not in _FACETS:
        facet = "overview"
    return facet_reply(turn, procedure, facet, topic, full="a" in link.parts)


def _open_guide(turn: Turn, link: Link) -> Reply:
    guide = turn.knowledge.guides.get(link.target)
    if guide is None:
        return not_known_reply(1.0)
    if "w" in link.parts:
        turn.state.walk = {"topic": guide.topic, "step": guide.steps[0].id, "path": []}
        return guide_step(turn.state, guide, "resume")
    turn.meaning = Interpretation("guide", guide.topic)
    return answer(turn)


def _open_menu(turn: Turn, target: str) -> Reply:
    turn.state.walking = False
    if target == "human":
        return human_reply(turn.knowledge.communes.get(turn.commune))
    return smalltalk_reply("smalltalk.help")


@capability("option")
def choose(turn: Turn) -> Reply:
    """Takes an answer to the question that was just asked."""
    state, index = turn.state, turn.meaning.option
    procedure = turn.knowledge.procedure(state.procedure)
    if state.walking and state.walk and "topic" in state.walk:
        chosen = choose_step_option(state, turn.knowledge.guides[state.walk["topic"]], index)
        if chosen:
            return chosen
    if procedure and state.asking and index >= 0:
        return _answer_question(turn, procedure, index)
    return elliptical_reply(None, 1.0)


def _answer_question(turn: Turn, procedure: Procedure, index: int) -> Reply:
    question = next(q for q in procedure.questions if q.id == turn.state.asking)
    option = question.options[min(index, len(question.options) - 1)]
    turn.state.answers = {**turn.state.answers, question.id: option.id}
    other = turn.knowledge.procedure(option.procedure)
    if other:
        turn.state.answers = {}
        return facet_reply(turn, other, "papers", topic_of(other.code, turn.knowledge))
    return facet_reply(turn, procedure, "papers", topic_of(procedure.code, turn.knowledge))
