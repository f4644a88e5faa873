"""What the assistant remembers of a conversation between two turns: one slot, a few fields."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, field
from typing import Any

from bot.knowledge.models import Channel

SLOT = "conversation"
# After this long, "thế lệ phí" is no longer about what was asked before.
FORGOTTEN_AFTER = dt.timedelta(hours=12)
HISTORY = 6
# Stands in `paying` where it is not known yet which procedure's fee is to be paid.
ANY = "?"


@dataclass
class State:
    """The state of one conversation.

    Attributes:
        topic: Topic of the last answer.
        procedure: Code of the procedure spoken about.
        facet: The facet last answered or asked for.
        answers: What was said about the case: question id → option id.
        groups: Groups the citizen said to belong to.
        way: How the citizen said to hand in: counter, online, post.
        options: Payloads behind the last buttons that were a question, and their titles.
        asking: Id of the question about the case that was just asked.
        walk: Where a step-by-step walk stands; kept while other questions come between.
        walking: Whether the last answer was a step of it.
        history: Payloads of earlier answers, for "quay lại".
        commune: Unit code of the commune, once known.
        dossier: Code of the dossier last spoken about.
        paying: Code of the procedure whose fee is to be paid once the dossier's code is told;
            `ANY`: the procedure has to be told first.
        place: Words about a place that left open which one; empty: it was asked for.
        at: Instant of the last turn, ISO 8601.
    """

    topic: str | None = None
    procedure: str | None = None
    facet: str | None = None
    answers: dict[str, str] = field(default_factory=dict)
    groups: list[str] = field(default_factory=list)
    way: Channel | None = None
    options: list[list[str]] = field(default_factory=list)
    asking: str | None = None
    walk: dict[str, Any] | None = None
    walking: bool = False
    history: list[str] = field(default_factory=list)
    commune: str | None = None
    dossier: str | None = None
    paying: str | None = None
    place: str | None = None
    at: str | None = None

    @classmethod
    def of(cls, value: dict[str, Any] | None, now: dt.datetime) -> State:
        """Reads the slot's value; a conversation that is too old starts afresh."""
        known = {k: v for k, v in (value or {}).items() if k in cls.__dataclass_fields__}
        state = cls(**known)
        if state.at and abs(now - dt.datetime.fromisoformat(state.at)) > FORGOTTEN_AFTER:
            state = cls(commune=state.commune)
        state.at = now.isoformat()
        return state

    def value(self) -> dict[str, Any]:
        """The slot's value; only what is set."""
        return {
            key: item for key, item in asdict(self).items() if item not in (None, [], {}, False)
        }

    def learn(self, groups: list[str], way: Channel | None) -> None:
        """Remembers what the citizen tells of oneself by the way; the price depends on it."""
        self.groups = sorted({*self.groups, *groups})
        self.way = way or self.way

    def speak_of(self, procedure: str, facet: str) -> None:
        """Remembers what the answer is about; another procedure drops the old case."""
        if procedure != self.procedure:
            self.answers = {}
        self.procedure, self.facet = procedure, facet
