"""What all actions share: read the turn, answer it, remember."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog
from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import ACTION_LISTEN_NAME

from actions.ages import of_age
from actions.bare import of_same_subject, still_open, unclear_in_walk
from actions.cases import another_case
from actions.interpretation import Interpretation, interpret
from actions.message import Message, read_message
from actions.state import HISTORY, SLOT, State
from actions.whereabouts import remember_commune
from actions.widen import widen
from bot.failures import where
from bot.knowledge import links
from bot.knowledge.current import ambiguities, knowledge
from bot.knowledge.loader import Knowledge
from bot.registry.catalog import catalog
from bot.replies.model import Reply
from bot.replies.wording import failure_reply
from bot.settings import keyed_hash, settings

log = structlog.get_logger(room="actions")


@dataclass
class Turn:
    """One turn, as a capability sees it."""

    message: Message
    state: State
    meaning: Interpretation
    knowledge: Knowledge

    @property
    def commune(self) -> str:
        """Unit code of the citizen's commune: as told, else the one that runs this assistant."""
        return self.state.commune or settings().commune or ""


Capability = Callable[[Turn], Reply]
_CAPABILITIES: dict[str, Capability] = {}


def capability(*kinds: str) -> Callable[[Capability], Capability]:
    """Registers a function as the one that answers interpretations of these kinds."""

    def register(function: Capability) -> Capability:
        for kind in kinds:
            _CAPABILITIES[kind] = function
        return function

    return register


def answer(turn: Turn) -> Reply:
    """Answers the turn by the capability that its meaning asks for."""
    return _CAPABILITIES[turn.meaning.kind](turn)


class MotCuaAction(Action):  # type: ignore[misc]  # Rasa is untyped
    """Base of the actions: rules choose one by intent, context may hand over to another."""

    @abstractmethod
    def name(self) -> str:
        """Name in `domain.yml`."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Answers the citizen's last message and remembers what it was about."""
        message = of_age(
            read_message(tracker.latest_message, tracker.get_latest_input_channel() or ""),
            knowledge(),
        )
        state = State.of(tracker.get_slot(SLOT), message.now)
        try:
            meaning = interpret(message, state, knowledge(), ambiguities())
            same = of_same_subject(meaning, message, state, knowledge(), catalog())
            meaning = (
                same
                or another_case(meaning, message, state, knowledge(), catalog())
                or still_open(meaning, message, state)
                or unclear_in_walk(meaning, message, state)
                or widen(meaning, message, knowledge(), catalog())
            )
            if message.entities.get("place"):
                remember_commune(message, state)
            state.learn(message.entities.get("group", []), message.way)
            turn = Turn(message, state, meaning, knowledge())
            # A picture takes long to read, a status long to fetch: others are served meanwhile.
            slow = meaning.kind in ("photo", "dossier", "dossier_link")
            reply = await asyncio.to_thread(answer, turn) if slow else answer(turn)
        except Exception as error:  # a broken turn must not be a silent one
            log.error(
                "turn.failed",
                action=self.name(),
                conversation=keyed_hash(tracker.sender_id),
                error=type(error).__name__,
                where=where(error),
            )
            reply = failure_reply()
        remember(state, reply)
        dispatcher.utter_message(
            text=reply.text,
            buttons=[{"title": b.title, "payload": b.payload} for b in reply.buttons],
            image=reply.image,
            turn=reply.turn(),
        )
        # One answer a turn: saying so spares asking the policies what comes next.
        return [SlotSet(SLOT, state.value()), FollowupAction(ACTION_LISTEN_NAME)]


def remember(state: State, reply: Reply) -> None:
    """Puts into the state what later turns need to know of this answer."""
    state.options = [[b.title, b.payload] for b in reply.buttons]
    if reply.status == "answered" and not state.walking:
        here = None
        if reply.procedure and reply.facet:
            here = links.procedure(reply.procedure, reply.facet)
        elif reply.topic.startswith(("account.", "dossier.", "payment.")):
            here = links.guide(reply.topic)
        if here and state.history[-1:] != [here]:
            state.history = [*state.history, here][-HISTORY:]
    if reply.procedure and reply.facet:
        state.speak_of(reply.procedure, reply.facet)
    elif reply.topic == "clarify" and reply.facet:
        state.facet = reply.facet
    if not reply.topic.startswith(("smalltalk", "out_of_scope", "feedback")):
        state.topic = reply.topic
