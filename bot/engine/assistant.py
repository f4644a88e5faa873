"""The assistant in one process: model, tracker store, actions; one message in, one answer out."""

from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.model import get_latest_model
from threadpoolctl import threadpool_limits

from bot.edge import received
from bot.engine.actions_endpoint import InProcessActions
from bot.engine.providers import use_providers
from bot.engine.tracker_store import KEPT, ConversationStore
from bot.knowledge.current import knowledge
from bot.registry.catalog import Catalog, use
from bot.settings import ROOT, Settings
from bot.storage.conversations import Kept
from bot.storage.database import open_database

MAX_LENGTH = 4000
CACHE = ROOT / "var"


class NoModelError(Exception):
    """There is no trained model."""


@dataclass(frozen=True)
class Answer:
    """The answer to one message.

    Attributes:
        text: The message as it was understood and kept: canonical and masked.
        messages: In the contract's form: text, buttons, image, document.
        turn: topic, procedure, facet, candidates, confidence, status, data.
        state: The conversation's new state, if the caller wished to store it.
    """

    text: str
    messages: list[dict[str, Any]]
    turn: dict[str, Any]
    state: str | None = None


class _Collector(OutputChannel):  # type: ignore[misc]  # Rasa is untyped
    """Collects what the actions say; delivery is the channels' business."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []
        self.turn: dict[str, Any] = {}

    @classmethod
    def name(cls) -> str:
        return "motcua"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        self.turn = message.get("turn") or self.turn
        kept = {key: message[key] for key in ("text", "image", "document") if message.get(key)}
        kept["buttons"] = message.get("buttons") or []
        self.messages.append(kept)


class Assistant:
    """Answers messages. Several conversations may be answered at once."""

    def __init__(self, agent: Agent, store: ConversationStore) -> None:
        """Uses a loaded agent; see `load`."""
        self._agent, self._store = agent, store

    @classmethod
    def load(cls, settings: Settings) -> Assistant:
        """Loads the newest model and opens the database.

        Raises:
            NoModelError: Nothing has been trained yet.
            DossierDataError: The settings file of the look-up service cannot be used.
        """
        model = get_latest_model(str(settings.models))
        if model is None:
            raise NoModelError("Chưa có mô hình. Chạy: ./motcua train")
        use_providers(settings)
        use(Catalog(knowledge(), open_database(settings.database_url), CACHE))
        store = ConversationStore(url=settings.database_url)
        agent = Agent.load(
            Path(model),
            tracker_store=store,
            lock_store=InMemoryLockStore(),
            action_endpoint=InProcessActions(),
        )
        # Rasa wraps the store in one that falls back to memory when the database fails: the
        # conversation would silently fork. A failed turn that is told is better.
        store.domain = agent.domain
        agent.tracker_store = agent.processor.tracker_store = store
        # The products of one turn are small: a second thread for them costs more than it gives,
        # and spins on a core that another turn could use.
        threadpool_limits(1, user_api="blas")
        return cls(agent, store)

    async def answer(
        self,
        sender: str,
        text: str,
        now: dt.datetime | None = None,
        photo: str | None = None,
        channel: str = "motcua",
        kept: Kept | None = None,
    ) -> Answer:
        """Answers one message.

        Args:
            sender: The conversation.
            text: What the citizen typed, or a payload; masked before anything is kept.
            now: Instant that counts as "now", with a time zone; default: the clock.
            photo: Path of a picture, beside or instead of the text.
            channel: Name of the channel, for the tracker.
            kept: The conversation's state, if the caller loads and stores it; else it is stored
                here.

        Returns:
            The answer. It always holds at least one message.
        """
        masked = received(text[:MAX_LENGTH])
        said = masked.text.removeprefix("/").strip() if masked.text.startswith("/") else masked.text
        said = said.removeprefix("start ").strip()
        if said in ("start", "help"):
            said = "m_help"
        metadata: dict[str, Any] = {}
        if now is not None:
            metadata["now"] = now.isoformat()
        if photo is not None:
            metadata["photo"] = photo
        collector = _Collector()
        message = UserMessage(said, collector, sender, input_channel=channel, metadata=metadata)
        token = KEPT.set(kept)
        try:
            await self._agent.handle_message(message)
        finally:
            KEPT.reset(token)
        state = kept.state if kept is not None and kept.changed else None
        return Answer(masked.text, collector.messages, collector.turn, state)

    async def forget(self, sender: str) -> None:
        """Starts the conversation of `sender` afresh; nothing of the old one is kept."""
        await asyncio.to_thread(self._store.conversations.forget, sender)
