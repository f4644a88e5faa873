"""The Bot Platform: polling or webhook in, plain text out."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import secrets
from typing import Any

import requests
import structlog
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, empty, json

from bot.channels import metrics
from bot.channels.channel import (
    Accept,
    Channel,
    NotSentError,
    RefusedError,
    Started,
    UnknownOutcomeError,
)
from bot.channels.zalo.bot_updates import CHANNEL, read_update
from bot.channels.zalo.http import call
from bot.channels.zalo.text import parts
from bot.settings import Settings

log = structlog.get_logger(room="channels")

WEBHOOK = "/webhooks/zalo_bot"
_POLL_S = 15
_NO_UPDATE = 408
_TRANSIENT = (408, 429, 500, 502, 503)


class ZaloBotChannel(Channel):
    """Sends and receives for one Zalo bot. Its token is part of every address: never shown."""

    name = CHANNEL

    def __init__(self, settings: Settings, accept: Accept) -> None:
        """Connects nothing yet.

        Args:
            settings: Token, mode, secret, API base, public address.
            accept: Stores messages; when it returns they are safe.
        """
        self._settings, self._accept = settings, accept
        self._secret = settings.zalo_bot_secret or secrets.token_urlsafe(32)
        self._base = f"{settings.zalo_bot_api.rstrip('/')}/bot{settings.zalo_bot_token}"
        self._session, self._poller = requests.Session(), requests.Session()
        self._works = False
        self._task: asyncio.Task[None] | None = None

    def health(self) -> bool:
        """Whether Zalo knows the bot."""
        return self._works

    async def start(self) -> None:
        """Connects in the background: the page must not wait for Zalo."""
        webhook = self._settings.zalo_bot_mode == "webhook"
        work = self._set_webhook() if webhook else self._poll()
        self._task = asyncio.get_running_loop().create_task(work)

    async def stop(self) -> None:
        """Disconnects."""
        if self._task is not None:
            self._task.cancel()

    async def _set_webhook(self) -> None:
        address = f"{(self._settings.public_url or '').rstrip('/')}{WEBHOOK}"
        body = {"url": address, "secret_token": self._secret}
        while not self._works:
            try:
                await self._call("setWebhook", body)
                self._works = True
            except (NotSentError, RefusedError, UnknownOutcomeError) as error:
                log.warning("zalo_bot.webhook", error=str(error))
                await asyncio.sleep(10)

    async def _poll(self) -> None:
        """Fetches one update after the other, for ever.

        Zalo forgets an update when it hands it out: one that a crash cuts between there and the
        inbox is lost. The webhook has no such gap.
        """
        wait = 1.0
        while True:
            try:
                answer = await asyncio.to_thread(
                    call,
                    self._poller,
                    "POST",
                    f"{self._base}/getUpdates",
                    json={"timeout": str(_POLL_S)},
                )
            except (NotSentError, UnknownOutcomeError) as error:
                answer = {"error_code": str(error)}
            self._works = bool(answer.get("ok")) or answer.get("error_code") == _NO_UPDATE
            if answer.get("ok"):
                message = read_update(answer.get("result"))
                await self._accept([message] if message else [])
            if self._works:
                wait = 1.0
                continue
            log.warning("zalo_bot.poll", error=answer.get("error_code"), again_s=wait)
            await asyncio.sleep(wait)
            wait = min(wait * 2, 60)

    def render(self, message: dict[str, Any]) -> list[dict[str, Any]]:
        """Texts of at most 2,000 characters with numbered choices; there are no buttons."""
        return [{"text": part} for part in parts(message)]

    async def working(self, recipient: str) -> None:
        """Shows "typing…"."""
        with contextlib.suppress(NotSentError, RefusedError, UnknownOutcomeError):
            await self._call("sendChatAction", {"chat_id": recipient, "action": "typing"})

    async def send(self, recipient: str, body: dict[str, Any], started: Started) -> None:
        """Makes one call; see `Channel.send` for how it fails."""
        await started()
        await self._call("sendMessage", {"chat_id": recipient, "text": body["text"]})

    async def _call(self, method: str, body: dict[str, Any]) -> None:
        url = f"{self._base}/{method}"
        answer = await asyncio.to_thread(call, self._session, "POST", url, json=body)
        if answer.get("ok"):
            return
        code = answer.get("error_code")
        note = f"Zalo {code}: {str(answer.get('description'))[:80]}"
        if code in _TRANSIENT:
            raise NotSentError(note)
        raise RefusedError(note)

    def blueprint(self) -> Blueprint:
        """The webhook; mounted in webhook mode only."""
        routes = Blueprint("zalo_bot")

        @routes.post(WEBHOOK)  # type: ignore[untyped-decorator]  # Sanic is untyped
        async def webhook(request: Request) -> HTTPResponse:
            given = request.headers.get("x-bot-api-secret-token", "")
            if not hmac.compare_digest(given.encode(), self._secret.encode()):
                metrics.REJECTED.labels(CHANNEL, "secret").inc()
                return json({"error": "sai mã bí mật"}, status=401, ensure_ascii=False)
            message = read_update(request.json)
            if message is not None:
                await self._accept([message])
            return empty(200)

        return routes
