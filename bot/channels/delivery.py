"""From the inbox to the answer to the outbox: each message answered once."""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.channels import metrics
from bot.channels.channel import Channel
from bot.channels.forgetting import asks_to_be_forgotten
from bot.channels.pace import Pace
from bot.channels.sending import Sender, now
from bot.failures import where
from bot.knowledge import links
from bot.replies import notices
from bot.settings import keyed_hash
from bot.storage.conversations import EMPTY, Conversations, Kept
from bot.storage.delivery import Delivery
from bot.storage.messages import Incoming, OutStatus

log = structlog.get_logger(room="channels")

_IDLE_S = 1.0
_AT_ONCE = 8
# An answer that takes longer is announced ("typing…").
_SLOW_S = 0.25


class Answers(Protocol):
    """What the delivery needs of the assistant."""

    async def answer(
        self, sender: str, text: str, *, channel: str, photo: str | None, kept: Kept
    ) -> Any:
        """Answers one message, once a model is ready."""


@dataclass(frozen=True)
class Limits:
    """How much one citizen may ask.

    Attributes:
        burst: Messages served at once.
        per_second: Messages a second after that.
        queue: Messages that may wait; beyond it they are refused.
        sends_at_once: Calls of one channel that may be under way; a crash may cut as many.
        keep_days: Told at first contact.
    """

    burst: int = 10
    per_second: float = 1.0
    queue: int = 200
    sends_at_once: int = 1
    keep_days: int = 30


class Deliverer:
    """Serves all channels. Order is kept within a conversation; conversations run side by side."""

    def __init__(
        self,
        store: Delivery,
        conversations: Conversations,
        answers: Answers,
        channels: list[Channel],
        limits: Limits,
        heard: Callable[[Incoming, dict[str, Any]], Awaitable[None]] | None = None,
    ) -> None:
        """Starts nothing yet; see `start`.

        Args:
            store: Inbox and outbox.
            conversations: Where the state of conversations is kept.
            answers: The assistant.
            channels: What messages come and go by.
            limits: How much one citizen may ask.
            heard: Told of the data of each answer on a channel that can send later.
        """
        self._heard = heard
        self._store, self._conversations, self._answers = store, conversations, answers
        self._channels = {channel.name: channel for channel in channels}
        self._limits = limits
        self._pace = Pace(limits.burst, limits.per_second)
        self._wanted: set[str] = set()
        self._serving: dict[str, asyncio.Task[None]] = {}
        self._refused: set[str] = set()
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._senders = {
            channel.name: Sender(store, channel, limits.sends_at_once)
            for channel in channels
            if not channel.immediate
        }
        self._tasks: set[asyncio.Task[Any]] = set()
        # Who waits for an answer within a request, by channel and message id.
        self._awaited: dict[tuple[str, str], asyncio.Future[list[dict[str, Any]]]] = {}

    async def start(self) -> None:
        """Takes up what a crash left, and starts sending."""
        cut = await asyncio.to_thread(self._store.cut)
        if cut:
            log.warning("outbox.cut", sends=cut)
        for channel in self._channels.values():
            await channel.start()
        for sends in self._senders.values():
            self._spawn(sends.run())
        for sender in await asyncio.to_thread(self._store.unanswered):
            self._want(sender)

    async def stop(self) -> None:
        """Stops; what is not answered yet is answered after the next start."""
        for task in [*self._tasks, *self._serving.values()]:
            task.cancel()
        await asyncio.gather(*(sends.stop() for sends in self._senders.values()))
        for channel in self._channels.values():
            with contextlib.suppress(Exception):
                await channel.stop()

    def health(self) -> dict[str, bool]:
        """Whether each channel works."""
        return {name: channel.health() for name, channel in self._channels.items()}

    async def accept(self, messages: list[Incoming]) -> list[Incoming]:
        """Stores messages; when it returns they are safe, and the channel may be told so.

        Returns:
            Those that were not there yet.
        """
        if not messages:
            return []
        # The id may hold the citizen's, and stays longer than what else is known of them.
        messages = [replace(m, message_id=keyed_hash(m.message_id)) for m in messages]
        fresh = await asyncio.to_thread(self._store.accept, messages, now())
        for message in messages:
            if message not in fresh:
                metrics.DUPLICATES.labels(message.channel).inc()
        for message in fresh:
            if message.sender in self._serving and await self._too_many(message):
                continue
            self._want(message.sender)
        return fresh

    async def _too_many(self, message: Incoming) -> bool:
        """Refuses a message that finds a full queue; says so once, until the queue is short."""
        waiting = await asyncio.to_thread(self._store.waiting, message.sender)
        if waiting <= self._limits.queue:
            if waiting <= self._limits.queue // 2:
                self._refused.discard(message.sender)
            return False
        await self._refuse(message)
        if message.sender not in self._refused:
            self._refused.add(message.sender)
            await self._notify(self._channels[message.channel], message, notices.too_many())
        return True

    async def _refuse(self, message: Incoming) -> None:
        await asyncio.to_thread(self._store.refuse, message)
        self._told(message, [notices.too_many()])
        _count(message, {"status": "refused"})

    async def answer_now(self, message: Incoming) -> list[dict[str, Any]]:
        """Accepts a message and waits for its answer, for channels that answer in the request."""
        key = message.channel, keyed_hash(message.message_id)
        answer = self._awaited.setdefault(key, asyncio.get_running_loop().create_future())
        try:
            fresh = await self.accept([message])
            while True:
                if not fresh:  # answered before, perhaps, or by what a crash left
                    bodies = await asyncio.to_thread(self._store.bodies, *key)
                    if bodies is not None:
                        return bodies
                with contextlib.suppress(TimeoutError):
                    return await asyncio.wait_for(asyncio.shield(answer), _IDLE_S)
                fresh = []
        finally:
            self._awaited.pop(key, None)

    async def forget(self, sender: str) -> None:
        """Deletes all that is kept about a citizen."""
        await asyncio.to_thread(self._store.forget, sender)

    def _spawn(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _want(self, sender: str) -> None:
        self._wanted.add(sender)
        if sender not in self._serving:
            task = asyncio.get_running_loop().create_task(self._serve(sender))
            self._serving[sender] = task
            metrics.UNANSWERED.set(len(self._serving))

    async def _serve(self, sender: str) -> None:
        """Answers the messages of one conversation, one after the other."""
        failures = 0
        try:
            while sender in self._wanted:
                self._wanted.discard(sender)
                try:
                    more = True
                    while more and (found := await asyncio.to_thread(self._store.next_of, sender)):
                        await self._turn(found.inbox_id, found.message, found.received)
                        failures, more = 0, found.more
                except SQLAlchemyError as error:
                    failures += 1
                    log.error("delivery.database", error=type(error).__name__)
                    await asyncio.sleep(min(2**failures, 30))
                    self._wanted.add(sender)
        finally:
            del self._serving[sender]
            metrics.UNANSWERED.set(len(self._serving))

    async def _turn(self, inbox_id: int, message: Incoming, received: datetime) -> None:
        channel = self._channels.get(message.channel)
        if channel is None:  # a channel that was switched off
            await self._refuse(message)
            return
        # Who waits for the answer within the request is slowed by that already.
        wait, tell = (0.0, False) if channel.immediate else self._pace.wait(message.sender)
        if tell:
            await self._notify(channel, message, notices.slowed_down())
        if wait:
            await asyncio.sleep(wait)
        if asks_to_be_forgotten(message.text):
            await self._forget(inbox_id, message, channel)
            return
        async with self._turns:
            await self._answer(inbox_id, message, channel, received)

    async def _forget(self, inbox_id: int, message: Incoming, channel: Channel) -> None:
        bodies = channel.render(notices.forgotten())
        status = _out_status(channel)
        await asyncio.to_thread(
            self._store.farewell, inbox_id, message, bodies, now(), out_status=status
        )
        self._told(message, bodies)
        _count(message, {"status": "forgotten"})

    async def _answer(
        self, inbox_id: int, message: Incoming, channel: Channel, received: datetime
    ) -> None:
        began = time.perf_counter()
        announced = asyncio.get_running_loop().create_task(_announce(channel, message.user))
        known = await asyncio.to_thread(self._conversations.load, message.sender)
        try:
            messages, state, turn = await self._reply(channel, message, known)
        except SQLAlchemyError:
            raise
        except Exception as error:  # one broken turn must neither stop the others nor be silent
            log.error(
                "turn.failed",
                conversation=keyed_hash(message.sender),
                error=type(error).__name__,
                where=where(error),
            )
            messages, state, turn = [], None, {"status": "failed"}
        announced.cancel()
        messages = messages or [notices.failed()]
        if state is None and known is None:
            state = EMPTY  # who has been told what is kept is not told again
        if known is None and channel.tells_privacy:
            messages = [notices.first_contact(self._limits.keep_days), *messages]
        bodies = [body for one in messages for body in channel.render(one)]
        await asyncio.to_thread(
            self._store.answer,
            inbox_id,
            message,
            bodies,
            now(),
            state=state,
            out_status=_out_status(channel),
            source=visit_source(message.text, new=known is None),
            received=received,
        )
        if self._heard is not None and not channel.immediate:
            await self._heard(message, turn.get("data") or {})
        self._told(message, bodies)
        seconds = max((now() - received).total_seconds(), 0.0)
        metrics.TURN_SECONDS.labels(message.channel).observe(seconds)
        _count(message, turn, ms=round((time.perf_counter() - began) * 1000, 1))

    def _told(self, message: Incoming, bodies: list[dict[str, Any]]) -> None:
        """The answer is stored: it may be sent, and who waits for it has it."""
        if sends := self._senders.get(message.channel):
            sends.wake()
        awaited = self._awaited.get((message.channel, message.message_id))
        if awaited is not None and not awaited.done():
            awaited.set_result(bodies)

    async def _reply(
        self, channel: Channel, message: Incoming, known: str | None
    ) -> tuple[list[dict[str, Any]], str | None, dict[str, Any]]:
        """Messages, new state and turn; what is neither words nor picture is told so."""
        if "kind" in message.extra:
            return [notices.cannot_read(message.extra["kind"])], None, {"status": "unreadable"}
        with contextlib.ExitStack() as kept:
            photo = None
            if file_id := message.extra.get("photo"):
                folder = Path(kept.enter_context(tempfile.TemporaryDirectory()))
                photo = str(await channel.photo(file_id, folder) or folder / "missing")
            answer = await self._answers.answer(
                message.sender,
                message.text,
                channel=message.channel,
                photo=photo,
                kept=Kept(known),
            )
        return answer.messages, answer.state, answer.turn

    async def _notify(self, channel: Channel, message: Incoming, notice: dict[str, Any]) -> None:
        if sends := self._senders.get(channel.name):
            await asyncio.to_thread(self._store.notify, message, channel.render(notice), now())
            sends.wake()


async def _announce(channel: Channel, user: str) -> None:
    await asyncio.sleep(_SLOW_S)
    await channel.working(user)


def visit_source(text: str, new: bool) -> str | None:
    """What brought the citizen here: the link's source; None if it is nothing to be counted."""
    link = links.parse(text.removeprefix("/start ").strip())
    source = link.parts.get("s") if link else None
    return source or ("" if new else None)


def _out_status(channel: Channel) -> OutStatus:
    return OutStatus.SENT if channel.immediate else OutStatus.WAITING


def _count(message: Incoming, turn: dict[str, Any], **more: Any) -> None:
    """One line in the log and one in the counts for each turn, however it ended."""
    status = turn.get("status", "failed")
    metrics.TURNS.labels(message.channel, status).inc()
    log.info(
        "turn",
        channel=message.channel,
        conversation=keyed_hash(message.sender),
        topic=turn.get("topic"),
        procedure=turn.get("procedure"),
        facet=turn.get("facet"),
        status=status,
        **more,
    )
