"""Telegram's channel: python-telegram-bot within our loop, by polling or by webhook."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import logging
import secrets
from pathlib import Path
from typing import Any

import httpx
import structlog
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, empty, json
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.constants import ChatAction, ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.ext import Application, ApplicationBuilder

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
from bot.channels.telegram.limits import Limiter
from bot.channels.telegram.markup import render
from bot.channels.telegram.updates import ALLOWED, CHANNEL, read_update
from bot.failures import where
from bot.settings import Settings
from bot.storage.database import UNREACHABLE

log = structlog.get_logger(room="channels")

WEBHOOK = "/webhooks/telegram"
PHOTO_LIMIT = 20 * 1024 * 1024
_POLL_S = 25
_CONNECT_S = 20
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
# httpx writes the address of every call at INFO, and the address holds the token.
logging.getLogger("httpx").setLevel(logging.WARNING)


class TelegramChannel(Channel):
    """Sends and receives; parsing and rendering are in the modules beside this one."""

    name = CHANNEL

    def __init__(self, settings: Settings, accept: Accept) -> None:
        """Connects nothing yet.

        Args:
            settings: Token, mode, secret, API base, public address.
            accept: Stores messages; when it returns they are safe.
        """
        self._settings, self._accept = settings, accept
        self._secret = settings.telegram_secret or secrets.token_urlsafe(32)
        api = settings.telegram_api.rstrip("/")
        builder: ApplicationBuilder[Any, Any, Any, Any, Any, Any] = Application.builder()
        self._application: Application[Any, Any, Any, Any, Any, Any] = (
            builder.token(settings.telegram_token or "")
            .base_url(f"{api}/bot")
            .base_file_url(f"{api}/file/bot")
            .rate_limiter(Limiter(settings.telegram_per_second))
            .read_timeout(10)
            # httpx looks at every idle connection on every call.
            .connection_pool_size(8)
            .pool_timeout(30)
            .updater(None)
            .build()
        )
        self._bot = self._application.bot
        self._connected, self._known = False, asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._background: set[asyncio.Task[Any]] = set()

    async def start(self) -> None:
        """Connects in the background: the page must not wait for Telegram."""
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def stop(self) -> None:
        """Disconnects."""
        if self._task is not None:
            self._task.cancel()
        if self._known.is_set():
            await self._application.shutdown()

    @property
    def username(self) -> str | None:
        """The bot's name, once Telegram has told it."""
        return self._bot.username if self._known.is_set() else None

    def health(self) -> bool:
        """Whether messages come in: the last poll succeeded, or the webhook is set."""
        return self._connected

    async def _run(self) -> None:
        wait = 1.0
        while True:
            try:
                await self._application.initialize()
                break
            except InvalidToken:
                log.error("telegram.token", hint="Telegram không nhận mã bot: xem lại .env")
                return
            except TelegramError as error:
                log.warning("telegram.unreachable", error=type(error).__name__, again_s=wait)
                await asyncio.sleep(wait)
                wait = min(wait * 2, 60)
        self._known.set()
        if self._settings.telegram_mode == "webhook":
            await self._set_webhook()
        else:
            await self._poll()

    async def _set_webhook(self) -> None:
        address = f"{(self._settings.public_url or '').rstrip('/')}{WEBHOOK}"
        while True:
            try:
                await self._bot.set_webhook(
                    address,
                    secret_token=self._secret,
                    allowed_updates=ALLOWED,
                    max_connections=40,
                )
                log.info("telegram.webhook", address=address)
                self._connected = True
                return
            except TelegramError as error:
                log.warning("telegram.webhook", error=type(error).__name__)
                await asyncio.sleep(10)

    async def _poll(self) -> None:
        """Fetches updates for ever; the offset moves only after they are stored."""
        offset, wait = None, 1.0
        cleared = False
        while True:
            try:
                if not cleared:
                    await self._bot.delete_webhook()
                    cleared = True
                updates = await self._bot.get_updates(
                    offset=offset,
                    timeout=_POLL_S,
                    read_timeout=_POLL_S + 10,
                    allowed_updates=ALLOWED,
                )
                await self._store(list(updates))
                if updates:
                    offset = updates[-1].update_id + 1
                wait, self._connected = 1.0, True
            except Conflict:
                log.error("telegram.conflict", hint="bot này đang chạy ở nơi khác")
                self._connected = False
                await asyncio.sleep(30)
            except TelegramError as error:
                log.warning("telegram.poll", error=type(error).__name__, again_s=wait)
                self._connected = False
                await asyncio.sleep(wait)
                wait = min(wait * 2, 60)
            except Exception as error:  # the database; nothing was confirmed, so nothing is lost
                log.error("telegram.store", error=type(error).__name__)
                self._connected = False
                await asyncio.sleep(wait)
                wait = min(wait * 2, 60)

    async def _store(self, updates: list[Update]) -> None:
        """Stores updates; one that cannot be stored must not stop all others for ever."""
        try:
            await self.receive(updates)
        except (TelegramError, TimeoutError, *UNREACHABLE):
            raise
        except Exception:
            for update in updates:
                try:
                    await self.receive([update])
                except (TelegramError, TimeoutError, *UNREACHABLE):
                    raise
                except Exception as error:
                    log.error("telegram.update", error=type(error).__name__, where=where(error))

    async def receive(self, updates: list[Update]) -> None:
        """Stores what is to be answered; buttons stop spinning at once."""
        # The bot's name, by which groups address it, comes with the connection.
        await asyncio.wait_for(self._known.wait(), _CONNECT_S)
        read = [read_update(update, self._bot.username) for update in updates]
        await self._accept([message for message in read if message is not None])
        for update in updates:
            if update.callback_query is not None:
                self._in_background(self._answer_button(update.callback_query.id))

    async def _answer_button(self, ident: str) -> None:
        with contextlib.suppress(TelegramError):  # too old: the answer comes all the same
            await self._bot.answer_callback_query(ident)

    def _in_background(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    def render(self, message: dict[str, Any]) -> list[dict[str, Any]]:
        """See `bot.channels.telegram.markup`."""
        return render(message)

    async def working(self, recipient: str) -> None:
        """Shows "typing…"."""
        with contextlib.suppress(TelegramError):
            await self._bot.send_chat_action(int(recipient), ChatAction.TYPING)

    async def photo(self, file_id: str, folder: Path) -> Path | None:
        """Downloads a photo; None when it is too large or gone."""
        try:
            file = await self._bot.get_file(file_id)
            if (file.file_size or 0) > PHOTO_LIMIT:
                return None
            return await file.download_to_drive(folder / "photo")
        except TelegramError as error:
            log.warning("telegram.photo", error=type(error).__name__)
            return None

    async def send(self, recipient: str, body: dict[str, Any], started: Started) -> None:
        """Makes one call; see `Channel.send` for how it fails."""
        try:
            await self._call(int(recipient), body, started)
        except RetryAfter as error:
            after = error.retry_after
            seconds = after if isinstance(after, int) else after.total_seconds()
            raise NotSentError("429", after=float(seconds)) from None
        except (Forbidden, BadRequest, ChatMigrated, InvalidToken) as error:
            raise RefusedError(type(error).__name__ + ": " + _scrubbed(error)) from None
        except NetworkError as error:
            cause = error.__cause__
            if isinstance(cause, _NOT_SENT) or not isinstance(cause, httpx.HTTPError):
                raise NotSentError(_scrubbed(error)) from None
            raise UnknownOutcomeError(type(cause).__name__) from None
        except TelegramError as error:
            raise NotSentError(_scrubbed(error)) from None

    async def _call(self, chat: int, body: dict[str, Any], started: Started) -> None:
        rows = body.get("keyboard")
        markup = (
            InlineKeyboardMarkup(
                [
                    [InlineKeyboardButton(b["title"], callback_data=b["payload"]) for b in row]
                    for row in rows
                ]
            )
            if rows
            else None
        )
        common: dict[str, Any] = {"reply_markup": markup, "rate_limit_args": started}
        if body["method"] == "sendMessage":
            await self._bot.send_message(chat, body["text"], parse_mode=ParseMode.HTML, **common)
        elif body["method"] == "sendPhoto":
            await self._bot.send_photo(chat, decode_uri(body["file"]), **common)
        else:
            await self._bot.send_document(
                chat, decode_uri(body["file"]), filename="mot-cua.pdf", **common
            )

    def blueprint(self) -> Blueprint:
        """The webhook; mounted in webhook mode only."""
        routes = Blueprint("telegram")

        @routes.post(WEBHOOK)  # type: ignore[untyped-decorator]  # Sanic is untyped
        async def webhook(request: Request) -> HTTPResponse:
            given = request.headers.get("x-telegram-bot-api-secret-token", "")
            if not hmac.compare_digest(given.encode(), self._secret.encode()):
                metrics.REJECTED.labels(CHANNEL, "secret").inc()
                return json({"error": "sai mã bí mật"}, status=401, ensure_ascii=False)
            try:
                update = Update.de_json(request.json, self._bot)
            except Exception:  # whatever was sent, it is not an update
                metrics.REJECTED.labels(CHANNEL, "malformed").inc()
                return json({"error": "không phải update"}, status=400, ensure_ascii=False)
            await self.receive([update])
            return empty(200)

        return routes


def _scrubbed(error: Exception) -> str:
    return str(error).split("bot")[0][:120]
