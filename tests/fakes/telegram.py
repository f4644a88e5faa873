"""Telegram's Bot API, as far as the assistant uses it. https://core.telegram.org/bots/api"""

from __future__ import annotations

import html
import json
import re
import time
import urllib.error
import urllib.request
from collections import defaultdict
from typing import Any
from urllib.parse import parse_qs

from tests.fakes.server import Answer, Call, FakeServer

TOKEN = "123456:TEST-token_of-nobody"
USERNAME = "motcua_test_bot"
_TAGS = re.compile(r"</?(?:b|i|u|s|code|pre|a)(?:\s[^>]*)?>")


class FakeTelegram(FakeServer):
    """Keeps updates until they are confirmed by an offset; records what was sent."""

    def __init__(self) -> None:
        self.updates: list[dict[str, Any]] = []
        self.sent: dict[int, list[str]] = defaultdict(list)
        self.photos: dict[int, list[bytes]] = defaultdict(list)
        self.keyboards: dict[int, list[Any]] = defaultdict(list)
        self.answered_buttons: list[str] = []
        self.webhook: dict[str, str] = {}
        self.refused: list[str] = []
        self.files: dict[str, bytes] = {}
        self.times: list[float] = []
        self._next = 1000
        super().__init__()

    # What citizens do.

    def update(self, **content: Any) -> dict[str, Any]:
        with self.lock:
            self._next += 1
            return {"update_id": self._next, **content}

    def text(self, user: int, text: str | None, **more: Any) -> dict[str, Any]:
        person = {"id": user, "is_bot": False, "first_name": "Bà"}
        place = more.pop("chat", {"id": user, "type": "private"})
        message = {"message_id": self._next, "date": int(time.time()), "chat": place}
        message |= {"from": person, "text": text, **more}
        return self.update(message={k: v for k, v in message.items() if v is not None})

    def button(self, chat: int, payload: str, ident: str = "77") -> dict[str, Any]:
        person = {"id": chat, "is_bot": False, "first_name": "Bà"}
        message = {"message_id": 1, "date": 0, "chat": {"id": chat, "type": "private"}}
        query = {"id": ident, "from": person, "chat_instance": "1", "data": payload}
        return self.update(callback_query={**query, "message": message})

    def offer(self, *updates: dict[str, Any]) -> None:
        """Puts updates where `getUpdates` finds them."""
        with self.lock:
            self.updates += updates

    def deliver(self, address: str, update: dict[str, Any], secret: str) -> int:
        """Calls the webhook once, as Telegram does; returns the status, 0 without an answer."""
        request = urllib.request.Request(
            f"{address}/webhooks/telegram",
            json.dumps(update).encode(),
            {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": secret},
        )
        try:
            return int(urllib.request.urlopen(request, timeout=5).status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    # What the bot does.

    def handle(self, call: Call) -> Answer:
        if call.path.startswith(f"/file/bot{TOKEN}/"):
            return 200, self.files[call.path.rsplit("/", 1)[1]]
        prefix = f"/bot{TOKEN}/"
        if not call.path.startswith(prefix):
            return 401, {"ok": False, "error_code": 401, "description": "Unauthorized"}
        method = call.path.removeprefix(prefix)
        given = _form(call)
        known = getattr(self, f"_{method}", None)
        if known is None:
            return 404, {"ok": False, "error_code": 404, "description": "Not Found"}
        try:
            return 200, {"ok": True, "result": known(given)}
        except ValueError as error:
            self.refused.append(f"{method}: {error}")
            text = f"Bad Request: {error}"
            return 400, {"ok": False, "error_code": 400, "description": text}

    def _getMe(self, _: dict[str, Any]) -> Any:  # noqa: N802
        return {"id": 1, "is_bot": True, "first_name": "Một Cửa", "username": USERNAME}

    def _setWebhook(self, given: dict[str, Any]) -> Any:  # noqa: N802
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", given.get("secret_token", "")):
            raise ValueError("secret_token")
        self.webhook = given
        return True

    def _deleteWebhook(self, _: dict[str, Any]) -> Any:  # noqa: N802
        return True

    def _getUpdates(self, given: dict[str, Any]) -> Any:  # noqa: N802
        offset = int(given.get("offset", 0))
        until = time.monotonic() + min(float(given.get("timeout", 0)), 1.0)
        while True:
            with self.lock:
                self.updates = [u for u in self.updates if u["update_id"] >= offset]
                found = self.updates[: int(given.get("limit", 100))]
            if found or time.monotonic() > until:
                return found
            time.sleep(0.01)

    def _sendMessage(self, given: dict[str, Any]) -> Any:  # noqa: N802
        chat, text = int(given["chat_id"]), given["text"]
        if given.get("parse_mode") != "HTML":
            raise ValueError("parse_mode")
        visible = html.unescape(_TAGS.sub("", text))
        if re.search(r"[<>]|&(?!lt;|gt;|amp;)", _TAGS.sub("", text)):
            raise ValueError("can't parse entities")
        if not 1 <= len(visible.encode("utf-16-le")) // 2 <= 4096:
            raise ValueError("message is too long")
        rows = (
            json.loads(given["reply_markup"])["inline_keyboard"] if "reply_markup" in given else []
        )
        for button in (button for row in rows for button in row):
            if not 1 <= len(button["callback_data"].encode()) <= 64:
                raise ValueError("BUTTON_DATA_INVALID")
        with self.lock:
            self.sent[chat].append(visible)
            self.keyboards[chat].append(rows)
            self.times.append(time.monotonic())
        return {
            "message_id": 5,
            "date": 0,
            "chat": {"id": chat, "type": "private"},
            "text": visible,
        }

    def _sendPhoto(self, given: dict[str, Any]) -> Any:  # noqa: N802
        chat = int(given["chat_id"])
        if not given["photo"].startswith("\x89PNG"):
            raise ValueError("PHOTO_INVALID")
        self.sent[chat].append("<photo>")
        self.photos[chat].append(given["photo"].encode("latin-1"))
        return {"message_id": 5, "date": 0, "chat": {"id": chat, "type": "private"}}

    def _sendChatAction(self, given: dict[str, Any]) -> Any:  # noqa: N802
        int(given["chat_id"])
        return True

    def _answerCallbackQuery(self, given: dict[str, Any]) -> Any:  # noqa: N802
        self.answered_buttons.append(given["callback_query_id"])
        return True

    def _getFile(self, given: dict[str, Any]) -> Any:  # noqa: N802
        ident = given["file_id"]
        if ident not in self.files:
            raise ValueError("wrong file_id")
        size = len(self.files[ident])
        return {"file_id": ident, "file_unique_id": ident, "file_size": size, "file_path": ident}


def _form(call: Call) -> dict[str, Any]:
    kind = call.headers.get("content-type", "")
    if kind.startswith("application/x-www-form-urlencoded"):
        return {k: v[0] for k, v in parse_qs(call.body.decode(), keep_blank_values=True).items()}
    if kind.startswith("multipart/form-data"):
        boundary = kind.partition("boundary=")[2].encode()
        found = {}
        for part in call.body.split(b"--" + boundary):
            name = re.search(rb'name="([^"]+)"', part)
            if name:
                value = part.partition(b"\r\n\r\n")[2].rstrip(b"\r\n")
                found[name.group(1).decode()] = value.decode("latin-1")
        return found
    return json.loads(call.body) if call.body else {}
