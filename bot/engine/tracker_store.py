"""Our tracker store: one row a conversation, bounded, off the event loop.

Rasa's SQLTrackerStore blocks the event loop, slows down with the length of the session and does
not run on SQLAlchemy 2. Rules here look back one turn, and what must be remembered is in slots:
so a conversation is kept as its slots and the events of its last turns.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import cache
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, FollowupAction, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.common import all_subclasses

from bot.settings import settings
from bot.storage.conversations import Conversations, Kept
from bot.storage.database import open_database
from bot.text import mask

# A turn whose caller stores the state itself, with the answer, in one transaction.
KEPT: ContextVar[Kept | None] = ContextVar("kept", default=None)
# Turns kept as events. Rules need one; a few more make a conversation readable for an officer.
TURNS_KEPT = 3


class ConversationStore(TrackerStore):  # type: ignore[misc]  # Rasa is untyped
    """A tracker store over the `conversations` table."""

    def __init__(
        self,
        domain: Domain | None = None,
        event_broker: EventBroker | None = None,
        url: str | None = None,
        **_: Any,
    ) -> None:
        """Opens the database.

        Args:
            domain: The domain of the assistant.
            event_broker: Where events go besides, if anywhere.
            url: SQLAlchemy URL; default `MOTCUA_DATABASE_URL`.
        """
        super().__init__(domain, event_broker)
        self.conversations = Conversations(open_database(url or settings().database_url))

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Writes the slots and the last turns of `tracker`."""
        await self.stream_events(tracker)
        state = {
            "slots": {
                name: slot.value for name, slot in tracker.slots.items() if slot.has_been_set
            },
            "events": [_masked(event) for event in last_turns(list(tracker.events), TURNS_KEPT)],
        }
        text = json.dumps(state, ensure_ascii=False, separators=(",", ":"))
        kept = KEPT.get()
        if kept is not None:
            kept.state, kept.changed = text, True
            return
        now = datetime.now(UTC).replace(tzinfo=None)
        await asyncio.to_thread(self.conversations.save, tracker.sender_id, text, now)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Rebuilds the tracker of `sender_id`, or returns None if there is none."""
        kept = KEPT.get()
        if kept is not None:
            text = kept.state
        else:
            text = await asyncio.to_thread(self.conversations.load, sender_id)
        if text is None:
            return None
        state = json.loads(text)
        events: list[Event] = [ActionExecuted(ACTION_LISTEN_NAME)]
        known = {slot.name for slot in self.domain.slots}
        events += [SlotSet(name, value) for name, value in state["slots"].items() if name in known]
        events += [_event(stored) for stored in state["events"]]
        return DialogueStateTracker.from_events(
            sender_id, events, self.domain.slots, domain=self.domain
        )

    async def keys(self) -> Iterable[str]:
        """All conversations."""
        return await asyncio.to_thread(self.conversations.senders)


@cache
def _kinds() -> dict[str, type[Event]]:
    return {kind.type_name: kind for kind in all_subclasses(Event)}


def _event(stored: dict[str, Any]) -> Event:
    """The event that was stored; Rasa's own way looks through all classes for each."""
    kind = _kinds().get(stored["event"])
    found = kind._from_parameters(stored) if kind else None
    if found is None:
        raise ValueError(f"{stored['event']!r} is no event that can be read")
    return found


def _masked(event: Event) -> dict[str, Any]:
    """The event as stored. Channels mask already; Rasa's own (`rasa shell`) do not."""
    stored: dict[str, Any] = event.as_dict()
    if isinstance(event, UserUttered) and event.text:
        text = mask(event.text)
        if text.personal:
            stored["text"] = stored["parse_data"]["text"] = text.text
    return stored


def last_turns(events: list[Event], turns: int) -> list[Event]:
    """Returns the events of the last `turns` turns, without what needs no replay.

    Slot values are kept apart; what was to follow has followed.
    """
    starts = [i for i, event in enumerate(events) if isinstance(event, UserUttered)]
    if not starts:
        return []
    first = starts[-min(turns, len(starts))]
    return [event for event in events[first:] if not isinstance(event, (SlotSet, FollowupAction))]
