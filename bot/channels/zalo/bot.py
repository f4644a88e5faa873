"""The Bot Platform: polling or webhook in, plain text out."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import secrets
from pathlib import Path
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
    decode_uri,
)
from bot.channels.zalo.bot_updates import CHANNEL, read_update
from bot.channels.zalo.http import call
from bot.channels.zalo.photos import download
from bot.channels.zalo.pictures import Pictures
from bot.channels.zalo.text import parts
from bot.failures import where
from bot.settings import Settings
from bot.storage.database import UNREACHABLE
from bot.storage.messages import Incoming

log = structlog.get_logger(room="channels")

WEBHOOK = "/webhooks/zalo_bot"
_POLL_S = 15
_NO_UPDATE = 408
_NO_PICTURE = "⚠️ Zalo Bot chưa gửi được ảnh này. Anh/chị nộp trên dichvucong.gov.vn, hoặc tại quầy."
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
        self._pictures = Pictures(settings.public_url)
        self._session, self._poller = requests.Session(), requests.Session()
        self._works = False
        self._task: asyncio.Task[None] | None = None

    def health(self) -> bool:
        """Whether messages come in: the last poll succeeded, or the webhook is set."""
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
                    timeout=(5, _POLL_S + 10),
                    json={"timeout": str(_POLL_S)},
                )
            except (NotSentError, UnknownOutcomeError) as error:
                answer = {"error_code": str(error)}
            except Exception as error:  # whatever was answered, the next poll may be well
                answer = {"error_code": type(error).__name__}
            self._works = bool(answer.get("ok")) or answer.get("error_code") == _NO_UPDATE
            if answer.get("ok"):
                message = read_update(answer.get("result"))
                if message is not None:
                    await self._store(message)
            if self._works:
                wait = 1.0
                continue
            log.warning("zalo_bot.poll", error=answer.get("error_code"), again_s=wait)
            await asyncio.sleep(wait)
            wait = min(wait * 2, 60)

    async def _store(self, message: Incoming) -> None:
        """Zalo has forgotten the update by now: it is stored, however long that takes."""
        wait = 1.0
        while True:
            try:
                await self._accept([message])
                return
            except UNREACHABLE as error:
                log.error("zalo_bot.store", error=type(error).__name__, again_s=wait)
                self._works = False
                await asyncio.sleep(wait)
                wait = min(wait * 2, 30)
            except Exception as error:
                log.error("zalo_bot.update", error=type(error).__name__, where=where(error))
                return

    def render(self, message: dict[str, Any]) -> list[dict[str, Any]]:
        """Texts of at most 2,000 characters with numbered choices; there are no buttons.

        Zalo fetches pictures from an address: without a public one there is none.
        """
        picture = message.get("image")
        if picture and not self._pictures.address:
            message = {**message, "text": f"{message.get('text') or ''}\n{_NO_PICTURE}"}
        shown = [{"picture": picture}] if picture and self._pictures.address else []
        return [*shown, *({"text": part} for part in parts(message))]

    async def working(self, recipient: str) -> None:
        """Shows "typing…"."""
        with contextlib.suppress(NotSentError, RefusedError, UnknownOutcomeError):
            await self._call("sendChatAction", {"chat_id": recipient, "action": "typing"})

    async def send(self, recipient: str, body: dict[str, Any], started: Started) -> None:
        """Makes one call; see `Channel.send` for how it fails."""
        await started()
        if "picture" in body:
            url = self._pictures.show(decode_uri(body["picture"]))
            await self._call("sendPhoto", {"chat_id": recipient, "photo": url, "caption": ""})
        else:
            await self._call("sendMessage", {"chat_id": recipient, "text": body["text"]})

    async def photo(self, file_id: str, folder: Path) -> Path | None:
        """Downloads a photo from Zalo's own servers; None when it is elsewhere or too large."""
        api = self._settings.zalo_bot_api
        return await asyncio.to_thread(download, self._session, file_id, api, folder)

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

    def pictures(self) -> Blueprint:
        """Where Zalo fetches the pictures that are sent; needs a public address."""
        return self._pictures.blueprint()

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
