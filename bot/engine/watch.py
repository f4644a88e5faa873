"""Tells citizens when a dossier that they asked about changes its status.

A change becomes a message in the inbox, as if the citizen had pressed the button for that
dossier: so it is told exactly once, in order, by the rules of the channel (Zalo's 48 hours).
"""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.dossiers.codes import parse
from bot.dossiers.lookup import LookupFailedError, look_up
from bot.dossiers.statuses import statuses
from bot.knowledge import links
from bot.storage.messages import Incoming
from bot.storage.watches import Watched, Watches

log = structlog.get_logger(room="engine")

KEPT = timedelta(days=60)
EVERY_S = 7200
# How much longer a pause may be: look-ups spread out, and do not all come at the same minute.
_SPREAD = 1 / 12
_IDLE_S = 60.0
_AT_ONCE = 20


class Watcher:
    """Looks watched dossiers up, politely: each now and then, one after the other."""

    def __init__(
        self,
        store: Watches,
        accept: Callable[[list[Incoming]], Awaitable[None]],
        now: Callable[[], datetime] = lambda: datetime.now(UTC).replace(tzinfo=None),
        every_s: int = EVERY_S,
    ) -> None:
        """Hands changes over to `accept`, the inbox; looks each dossier up every `every_s` s."""
        self._store, self._accept, self._now = store, accept, now
        self._every_s = every_s

    async def run(self) -> None:
        """Goes on until it is cancelled."""
        while True:
            with contextlib.suppress(SQLAlchemyError):  # the next minute tries again
                await self.look()
            await asyncio.sleep(min(_IDLE_S, self._every_s))

    async def look(self) -> None:
        """Looks up what is due."""
        for watched in await asyncio.to_thread(self._store.due, self._now(), _AT_ONCE):
            await self._look_up(watched)

    async def heard(self, message: Incoming, data: dict[str, Any]) -> None:
        """Starts or ends watches, if an answer promised to (`watch` in the turn's data)."""
        if "watch" not in data:
            return
        if not data["watch"]:
            await asyncio.to_thread(self._store.stop, message.sender)
            return
        code, now = str(data["watch"]), self._now()
        watched = Watched(message.sender, code, message.channel, message.user, None, now + KEPT)
        await asyncio.to_thread(self._store.put, watched, now)

    async def _look_up(self, watched: Watched) -> None:
        spread = 1 + random.uniform(0, _SPREAD)  # noqa: S311 (no secret)
        pause = timedelta(seconds=self._every_s * spread)
        code = parse(watched.code)
        number = watched.status
        try:
            found = await asyncio.to_thread(look_up, code) if code else None
            number = found.number if found else number
        except LookupFailedError as error:
            log.info("watch.failed", reason=error.reason)
        if number is not None and watched.status is not None and number != watched.status:
            await self._accept([self._told(watched, number)])
        if number is not None and statuses().of(number).done:
            await asyncio.to_thread(self._store.end, watched)
        else:
            await asyncio.to_thread(self._store.looked_up, watched, number, self._now() + pause)

    def _told(self, watched: Watched, number: int) -> Incoming:
        # By its id, a change that was handed over before a crash is the same message after it.
        return Incoming(
            channel=watched.channel,
            message_id=f"watch:{watched.user}:{watched.code}:{self._now():%y%m%d}:{number}",
            user=watched.user,
            text=links.dossier(watched.code, told=True),
            extra={"told": True},
        )
