"""The Official Account: signed webhook in, consultation messages out."""

from __future__ import annotations

import asyncio
import json as jsonlib
import time
from datetime import timedelta
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
from bot.channels.zalo.http import call
from bot.channels.zalo.oa_events import CHANNEL, read_event
from bot.channels.zalo.photos import download
from bot.channels.zalo.signature import Keys, fresh, matching
from bot.channels.zalo.text import parts
from bot.channels.zalo.tokens import LoginNeededError, TokenKeeper
from bot.settings import Settings
from bot.storage.tokens import Tokens

log = structlog.get_logger(room="channels")

WEBHOOK = "/webhooks/zalo_oa"
_BUTTONS = 5
_TOKEN_REFUSED = (-216, -220, 216, 401, -401)
_TRANSIENT = (-32, -200)
_TOO_LATE = (-230, -232)
_TEMPLATE_REFUSED = -201


class ZaloOaChannel(Channel):
    """Sends and receives for one Official Account."""

    name = CHANNEL
    # Replies are free within 48 hours of the citizen's last message, refused after seven days.
    window = timedelta(hours=48)

    def __init__(self, settings: Settings, tokens: Tokens, accept: Accept) -> None:
        """Connects nothing yet.

        Args:
            settings: Application, account, secrets, API bases.
            tokens: Where the token pair is kept.
            accept: Stores messages; when it returns they are safe.
        """
        self._accept = accept
        self._api = settings.zalo_oa_api.rstrip("/")
        self._keys = Keys(
            settings.zalo_oa_app_id or "",
            settings.zalo_oa_id or "",
            settings.zalo_oa_secret or "",
            settings.zalo_oa_app_secret or "",
        )
        self._session = requests.Session()
        self._keeper = TokenKeeper(settings, tokens, self._session)
        self._works = False
        # The template that carries buttons is not documented for v3: given up when refused.
        self._buttons_work = True

    async def start(self) -> None:
        """Sees whether somebody has logged in."""
        self._works = await asyncio.to_thread(self._keeper.logged_in)

    def health(self) -> bool:
        """Whether there is a pair of tokens, and the last call found it usable."""
        return self._works

    def render(self, message: dict[str, Any]) -> list[dict[str, Any]]:
        """Texts of at most 2,000 characters with numbered choices; buttons under the last."""
        calls: list[dict[str, Any]] = []
        if message.get("image"):
            calls.append({"image": message["image"]})
        calls += [{"text": part} for part in parts(message)]
        if calls and message.get("buttons"):
            calls[-1]["buttons"] = message["buttons"][:_BUTTONS]
        return calls

    async def send(self, recipient: str, body: dict[str, Any], started: Started) -> None:
        """Makes one call; see `Channel.send` for how it fails."""
        try:
            token = await asyncio.to_thread(self._keeper.access_token)
            if "image" in body:
                message = _picture(await self._uploaded(token, body["image"]))
            else:
                message = self._text(body)
            await started()
            await asyncio.to_thread(self._post, token, recipient, message)
            self._works = True
        except LoginNeededError as error:
            self._works = False
            raise NotSentError(str(error), after=60) from None

    async def _uploaded(self, token: str, uri: str) -> str:
        """A picture that may or may not have arrived is no message yet: it is sent once more."""
        try:
            return await asyncio.to_thread(self._upload, token, uri)
        except UnknownOutcomeError as error:
            raise NotSentError(f"ảnh: {error}") from None

    def _text(self, body: dict[str, Any]) -> dict[str, Any]:
        message: dict[str, Any] = {"text": body["text"]}
        if body.get("buttons") and self._buttons_work:
            buttons = [
                {"title": b["title"], "type": "oa.query.hide", "payload": b["payload"]}
                for b in body["buttons"]
            ]
            message["attachment"] = {"type": "template", "payload": {"buttons": buttons}}
        return message

    def _post(self, token: str, recipient: str, message: dict[str, Any]) -> None:
        answer = call(
            self._session,
            "POST",
            f"{self._api}/v3.0/oa/message/cs",
            json={"recipient": {"user_id": recipient}, "message": message},
            headers={"access_token": token},
        )
        error = answer.get("error")
        if error == 0:
            return
        if error in _TOKEN_REFUSED:
            self._keeper.access_token(refused=token)
            raise NotSentError(f"Zalo {error}: mã truy cập", after=0.1)
        if error in _TRANSIENT:
            raise NotSentError(f"Zalo {error}")
        if error == _TEMPLATE_REFUSED and "attachment" in message and "text" in message:
            self._buttons_work = False
            log.warning("zalo_oa.buttons", hint="Zalo không nhận nút; từ giờ chỉ gửi chữ")
            raise NotSentError("Zalo -201: nút", after=0.1)
        if error in _TOO_LATE:
            log.warning("zalo_oa.too_late", error=error, hint="quá 48 giờ hoặc 7 ngày")
        raise RefusedError(f"Zalo {error}: {str(answer.get('message'))[:80]}")

    def _upload(self, token: str, uri: str) -> str:
        answer = call(
            self._session,
            "POST",
            f"{self._api}/v2.0/oa/upload/image",
            files={"file": ("anh.png", decode_uri(uri), "image/png")},
            headers={"access_token": token},
        )
        data = answer.get("data")
        ident = data.get("attachment_id") if isinstance(data, dict) else None
        if answer.get("error") in _TOKEN_REFUSED:
            self._keeper.access_token(refused=token)
            raise NotSentError("Zalo: mã truy cập", after=0.1)
        if answer.get("error") in _TRANSIENT:
            raise NotSentError(f"Zalo {answer.get('error')}: ảnh")
        if not isinstance(ident, str):
            raise RefusedError(f"Zalo {answer.get('error')}: không nhận ảnh")
        return ident

    async def photo(self, file_id: str, folder: Path) -> Path | None:
        """Downloads a photo from Zalo's own servers; None when it is elsewhere or too large."""
        return await asyncio.to_thread(download, self._session, file_id, self._api, folder)

    def blueprint(self) -> Blueprint:
        """The webhook."""
        routes = Blueprint("zalo_oa")

        @routes.post(WEBHOOK)  # type: ignore[untyped-decorator]  # Sanic is untyped
        async def webhook(request: Request) -> HTTPResponse:
            signature = request.headers.get("x-zevent-signature")
            if not request.body or not signature:
                # Zalo's console probes an address without a signature when it is saved.
                metrics.REJECTED.labels(CHANNEL, "unsigned").inc()
                return empty(200)
            found = matching(
                request.body, signature, request.headers.get("x-zevent-timestamp"), self._keys
            )
            if found is None:
                metrics.REJECTED.labels(CHANNEL, "signature").inc()
                return json({"error": "sai chữ ký"}, status=401, ensure_ascii=False)
            variant, stamp = found
            metrics.SIGNATURES.labels(variant).inc()
            retried = request.headers.get("num_retry", "0") not in ("", "0")
            if not fresh(stamp, time.time(), retried):
                metrics.REJECTED.labels(CHANNEL, "replay").inc()
                return json({"error": "sự kiện quá cũ"}, status=401, ensure_ascii=False)
            try:
                event = jsonlib.loads(request.body)
            except ValueError:
                metrics.REJECTED.labels(CHANNEL, "malformed").inc()
                return json({"error": "không phải JSON"}, status=400, ensure_ascii=False)
            message = read_event(event)
            if message is not None:
                await self._accept([message])
            return empty(200)

        return routes


def _picture(attachment_id: str) -> dict[str, Any]:
    element = {"media_type": "image", "attachment_id": attachment_id}
    payload = {"template_type": "media", "elements": [element]}
    return {"attachment": {"type": "template", "payload": payload}}
