"""From the outbox to a channel: each send once, those of a conversation in order."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.channels import metrics
from bot.channels.channel import Channel, NotSentError, RefusedError, UnknownOutcomeError
from bot.storage.delivery import Delivery
from bot.storage.messages import OutStatus, Send

log = structlog.get_logger(room="channels")

# How long a failed send is tried again: a night without a line loses nothing.
_GIVE_UP_AFTER = timedelta(hours=24)
_LONGEST_WAIT_S = 300.0
_IDLE_S = 1.0
# How long calls that have left are waited for when the program is stopped.
_PARTING_S = 8.0
# Sends that may wait for a channel's rate at once.
_UNDER_WAY = 32


class Sender:
    """Sends what is due on one channel."""

    def __init__(self, store: Delivery, channel: Channel, at_once: int) -> None:
        """Sends nothing yet; see `run`.

        Args:
            store: The outbox.
            channel: What the sends go by.
            at_once: Calls that may be under way; a crash may cut as many.
        """
        self._store, self._channel = store, channel
        self._gate = asyncio.Semaphore(at_once)
        self._wake = asyncio.Event()
        self._under_way: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._left: set[asyncio.Task[None]] = set()

    def wake(self) -> None:
        """Says that there is something new to send."""
        self._wake.set()

    async def run(self) -> None:
        """Sends what is due, conversations side by side, for ever."""
        while True:
            self._wake.clear()
            while len(self._under_way) >= _UNDER_WAY:
                await self._wake.wait()
                self._wake.clear()
            # Who is under way now may be done when the list is there, and still be on it.
            busy = set(self._under_way)
            name = self._channel.name
            try:
                due = await asyncio.to_thread(self._store.due, name, now(), _UNDER_WAY)
            except SQLAlchemyError as error:
                log.error("outbox.database", error=type(error).__name__)
                due = []
            for send in due:
                if send.sender not in busy:
                    self._under_way.add(send.sender)
                    self._spawn(self._one(send))
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), _IDLE_S)

    async def stop(self) -> None:
        """Begins no more sends, and lets those that have left come to their end."""
        for task in self._tasks - self._left:
            task.cancel()
        if self._left:
            await asyncio.wait(self._left, timeout=_PARTING_S)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _one(self, send: Send) -> None:
        try:
            await self._send(send)
        finally:
            self._under_way.discard(send.sender)
            self._wake.set()

    async def _send(self, send: Send) -> None:
        task = asyncio.current_task()
        held = False

        async def started() -> None:
            nonlocal held
            await self._gate.acquire()
            held = True
            if task is not None:
                self._left.add(task)
            if not await asyncio.to_thread(self._store.sending, send):
                raise RefusedError("đã quên người dân này")

        outcome, note = "sent", ""
        try:
            check_window(self._channel, send)
            await self._channel.send(send.recipient, send.body, started)
            await asyncio.to_thread(self._store.sent, send)
        except NotSentError as error:
            outcome, note = "retried", str(error)
            if now() - send.created > _GIVE_UP_AFTER:
                outcome = "dead"
                await asyncio.to_thread(self._store.gave_up, send, note)
            else:
                due = now() + timedelta(seconds=error.after or back_off(send.attempts))
                await asyncio.to_thread(self._store.failed, send, note, due)
        except RefusedError as error:
            outcome, note = "dead", str(error)
            await asyncio.to_thread(self._store.gave_up, send, note)
        except UnknownOutcomeError as error:
            outcome, note = "unknown", str(error)
            await asyncio.to_thread(self._store.gave_up, send, note, OutStatus.UNKNOWN)
        finally:
            if held:
                self._gate.release()
            if task is not None:
                self._left.discard(task)
        metrics.SENDS.labels(self._channel.name, outcome).inc()
        if note:
            log.warning(
                "send", channel=self._channel.name, send=send.id, outcome=outcome, error=note
            )


def check_window(channel: Channel, send: Send) -> None:
    """Refuses what comes later after the citizen's last message than the channel allows.

    Raises:
        RefusedError: Too late.
    """
    if channel.window is not None and now() - send.created > channel.window:
        raise RefusedError("quá thời hạn trả lời của kênh")


def back_off(attempts: int) -> float:
    """Seconds to wait after so many failures: doubling, with jitter, at most five minutes."""
    longest = min(2.0 ** min(attempts, 16), _LONGEST_WAIT_S)
    return longest * random.uniform(0.5, 1.0)  # noqa: S311 (no secret)


def now() -> datetime:
    """The instant, UTC without a time zone, as it is stored."""
    return datetime.now(UTC).replace(tzinfo=None)
