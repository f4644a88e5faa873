"""The rate that Telegram allows, by python-telegram-bot's own limiter.

Source: `telegram.constants.FloodLimit` and https://core.telegram.org/bots/faq#my-bot-is-hitting-limits
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from aiolimiter import AsyncLimiter
from telegram.error import RetryAfter
from telegram.ext import AIORateLimiter

_CHATS_KEPT = 2000
_NOT_MESSAGES = ("sendChatAction", "answerCallbackQuery")


class Limiter(AIORateLimiter):
    """30 messages a second overall, one a second in a chat, 20 a minute in a group.

    `rate_limit_args` of a call is a function that is awaited when the waiting is over, just before
    the call leaves.
    """

    def __init__(self, per_second: float) -> None:
        """`per_second`: messages a second overall; 0: no limit at all, for measurements."""
        super().__init__(
            overall_max_rate=per_second,
            overall_time_period=1 if per_second else 0,
            group_max_rate=20 if per_second else 0,
        )
        self._per_chat = bool(per_second)
        self._chats: OrderedDict[Any, AsyncLimiter] = OrderedDict()
        self._until = 0.0

    def _chat(self, chat: Any) -> AsyncLimiter:
        limiter = self._chats.pop(chat, None) or AsyncLimiter(1, 1)
        self._chats[chat] = limiter
        if len(self._chats) > _CHATS_KEPT:
            self._chats.popitem(last=False)
        return limiter

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Callable[[], Awaitable[None]] | None,  # type: ignore[override]
    ) -> Any:
        """Waits for the rates, then calls; a `RetryAfter` holds up every later call."""

        async def call(*given: Any, **named: Any) -> Any:
            if rate_limit_args is not None:
                await rate_limit_args()
            return await callback(*given, **named)

        await asyncio.sleep(max(0.0, self._until - time.monotonic()))
        if endpoint in _NOT_MESSAGES:
            return await callback(*args, **kwargs)
        if self._per_chat and data.get("chat_id") is not None:
            await self._chat(data["chat_id"]).acquire()
        try:
            return await super().process_request(call, args, kwargs, endpoint, data, None)
        except RetryAfter as error:
            after = error.retry_after
            seconds = after if isinstance(after, int) else after.total_seconds()
            self._until = time.monotonic() + seconds
            raise
