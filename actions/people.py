"""People: officers, complaints, places, secrets, small talk, and what is out of scope."""

from __future__ import annotations

from actions.base import MotCuaAction, Turn, capability
from bot.knowledge.models import Commune
from bot.replies.model import Reply
from bot.replies.wording import (
    out_of_scope_reply,
    people_reply,
    secret_reply,
    smalltalk_reply,
)


class ActionPeople(MotCuaAction):
    """A person is wanted, or somebody complains."""

    def name(self) -> str:
        """Name in `domain.yml`."""
        return "action_people"


class ActionPlace(MotCuaAction):
    """Where the office is."""

    def name(self) -> str:
        """Name in `domain.yml`."""
        return "action_place"


class ActionSmalltalk(MotCuaAction):
    """Greetings and the like."""

    def name(self) -> str:
        """Name in `domain.yml`."""
        return "action_smalltalk"


class ActionOutOfScope(MotCuaAction):
    """Something else than public services."""

    def name(self) -> str:
        """Name in `domain.yml`."""
        return "action_out_of_scope"


class ActionSafety(MotCuaAction):
    """A secret was typed."""

    def name(self) -> str:
        """Name in `domain.yml`."""
        return "action_safety"


def commune_of(turn: Turn) -> Commune | None:
    """The commune of this conversation, if it is known and has told us about itself."""
    return turn.knowledge.communes.get(turn.commune)


@capability("people")
def answer_people(turn: Turn) -> Reply:
    """Hands over to people, or takes a complaint."""
    meaning = turn.meaning
    return people_reply(meaning.topic, turn.message.text, commune_of(turn), meaning.confidence)


@capability("smalltalk")
def answer_smalltalk(turn: Turn) -> Reply:
    """Answers small talk."""
    return smalltalk_reply(turn.meaning.topic)


@capability("out_of_scope")
def answer_out_of_scope(turn: Turn) -> Reply:
    """Says what the assistant is for."""
    return out_of_scope_reply(turn.meaning.confidence)


@capability("secret")
def warn_of_secret(turn: Turn) -> Reply:
    """Warns never to send secrets."""
    return secret_reply()
