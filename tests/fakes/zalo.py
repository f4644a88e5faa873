"""Zalo's Official Account with OAuth v4, and the Bot Platform, as far as the assistant uses them.

Form of requests and answers: `docs.zaloplatforms.com`, `bot.zaloplatforms.com/docs`.
"""

from __future__ import annotations

import hashlib
import json
import threading
import time
import urllib.error
import urllib.request
from collections import defaultdict, deque
from typing import Any
from urllib.parse import parse_qs

from tests.fakes.server import Answer, Call, FakeServer

APP_ID, APP_SECRET, OA_ID, OA_SECRET = "4711", "app-secret", "0815", "oa-secret-key"
BOT_TOKEN = "815:zalo-bot-token"


class FakeZaloOa(FakeServer):
    """One pair of tokens is good at a time; a refresh token works once."""

    def __init__(self) -> None:
        self.sent: dict[str, list[str]] = defaultdict(list)
        self.buttons: dict[str, list[Any]] = defaultdict(list)
        self.uploads: list[bytes] = []
        self.refreshes = 0
        self.buttons_allowed = True
        self.files: dict[str, bytes] = {}
        self._pair = ("access-0", "refresh-0")
        self._count = 0
        super().__init__()

    @property
    def pair(self) -> tuple[str, str]:
        return self._pair

    def expire(self) -> None:
        """Makes the access token worthless before its time."""
        self._pair = ("nobody-has-this", self._pair[1])

    # What citizens do.

    def event(
        self, user: str, text: str | None, name: str = "user_send_text", **more: Any
    ) -> bytes:
        with self.lock:
            self._count += 1
            ident = f"m{self._count}"
        body = {
            "app_id": APP_ID,
            "user_id_by_app": f"app-{user}",
            "event_name": name,
            "timestamp": str(int(time.time() * 1000)),
            "sender": {"id": user},
            "recipient": {"id": OA_ID},
            "message": {"text": text, "msg_id": ident} if text is not None else {"msg_id": ident},
        }
        return json.dumps({**body, **more}, ensure_ascii=False).encode()

    def deliver(
        self, address: str, raw: bytes, signature: str | None = None, **headers: str
    ) -> int:
        """Calls the webhook once; returns the status, 0 without an answer."""
        stamp = json.loads(raw).get("timestamp", "") if raw[:1] == b"{" else ""
        mac = hashlib.sha256(APP_ID.encode() + raw + stamp.encode() + OA_SECRET.encode())
        sent = {"X-ZEvent-Signature": signature or f"mac={mac.hexdigest()}"}
        return post(f"{address}/webhooks/zalo_oa", raw, {**sent, **headers})

    # What the assistant does.

    def handle(self, call: Call) -> Answer:
        if call.path == "/v4/oa/access_token":
            return self._token(call)
        if call.path.startswith("/files/"):
            return 200, self.files[call.path.rsplit("/", 1)[1]]
        if call.headers.get("access_token") != self._pair[0]:
            return 200, {"error": -216, "message": "Access token is invalid"}
        if call.path == "/v2.0/oa/upload/image":
            if b'name="file"' not in call.body or len(call.body) > 2**20:
                return 200, {"error": -210, "message": "file"}
            self.uploads.append(call.body.partition(b"\r\n\r\n")[2].rpartition(b"\r\n--")[0])
            return 200, {"error": 0, "data": {"attachment_id": "att-1"}}
        if call.path == "/v3.0/oa/message/cs":
            return 200, self._message(json.loads(call.body))
        return 404, {"error": -240, "message": "api"}

    def _token(self, call: Call) -> Answer:
        form = {k: v[0] for k, v in parse_qs(call.body.decode()).items()}
        if call.headers.get("secret_key") != APP_SECRET or form.get("app_id") != APP_ID:
            return 200, {"error": -14004, "error_name": "secret"}
        with self.lock:
            if form.get("grant_type") == "refresh_token":
                if form.get("refresh_token") != self._pair[1]:
                    return 200, {"error": -14014, "error_name": "Invalid refresh token"}
                self.refreshes += 1
            elif form.get("code") != "first-code":
                return 200, {"error": -14003, "error_name": "code"}
            number = self.refreshes + 1
            self._pair = (f"access-{number}", f"refresh-{number}")
            access, refresh = self._pair
        answer = {"access_token": access, "refresh_token": refresh, "expires_in": "90000"}
        return 200, answer

    def _message(self, body: dict[str, Any]) -> dict[str, Any]:
        user, message = body["recipient"]["user_id"], body["message"]
        attachment = message.get("attachment")
        if attachment and not self.buttons_allowed and "text" in message:
            return {"error": -201, "message": "attachment is invalid"}
        text = message.get("text")
        if text is None and attachment["payload"]["template_type"] == "media":
            text = "<photo>"
        if not 1 <= len(text) <= 2000:
            return {"error": -210, "message": "too long"}
        with self.lock:
            self.sent[user].append(text)
            self.buttons[user].append(attachment["payload"].get("buttons") if attachment else None)
        return {"error": 0, "message": "Success", "data": {"message_id": "x", "user_id": user}}


class FakeZaloBot(FakeServer):
    """Hands out one update a call, and forgets it then."""

    def __init__(self) -> None:
        self.updates: deque[dict[str, Any]] = deque()
        self.sent: dict[str, list[str]] = defaultdict(list)
        self.photos: dict[str, list[str]] = defaultdict(list)
        self.files: dict[str, bytes] = {}
        self.webhook: dict[str, Any] = {}
        self._count = 0
        self._there = threading.Condition()
        super().__init__()

    def text(self, user: str, text: str | None, **more: Any) -> dict[str, Any]:
        with self.lock:
            self._count += 1
            ident = f"zb{self._count}"
        message = {
            "message_id": ident,
            "date": int(time.time() * 1000),
            "chat": {"id": user, "chat_type": "PRIVATE"},
            "from": {"id": user, "display_name": "Bà", "is_bot": False},
            **({"text": text} if text is not None else {}),
            **more,
        }
        return {"event_name": "message.text.received", "message": message}

    def offer(self, *updates: dict[str, Any]) -> None:
        with self._there:
            self.updates.extend(updates)
            self._there.notify_all()

    def deliver(self, address: str, update: dict[str, Any], secret: str) -> int:
        headers = {"X-Bot-Api-Secret-Token": secret}
        return post(f"{address}/webhooks/zalo_bot", json.dumps(update).encode(), headers)

    def handle(self, call: Call) -> Answer:
        if call.path.startswith("/files/"):
            return 200, self.files[call.path.rsplit("/", 1)[1]]
        prefix = f"/bot{BOT_TOKEN}/"
        if not call.path.startswith(prefix):
            return 200, _error(401, "Unauthorized")
        method = call.path.removeprefix(prefix)
        given = json.loads(call.body or b"{}")
        if method == "getUpdates":
            return 200, self._update(given)
        if method == "setWebhook":
            if not 8 <= len(given.get("secret_token", "")) <= 256:
                return 200, _error(400, "secret_token")
            self.webhook = given
            return 200, {"ok": True, "result": {}}
        if method == "sendChatAction":
            return 200, {"ok": True, "result": {}}
        if method == "sendPhoto":
            if not given.get("photo", "").startswith("https://"):
                return 200, _error(400, "photo")
            self.photos[given["chat_id"]].append(given["photo"])
            return 200, {"ok": True, "result": {"message_id": "1", "date": 0}}
        if method == "sendMessage":
            if not 1 <= len(given.get("text", "")) <= 2000:
                return 200, _error(400, "text")
            with self.lock:
                self.sent[given["chat_id"]].append(given["text"])
            return 200, {"ok": True, "result": {"message_id": "1", "date": 0}}
        return 200, _error(404, "Not Found")

    def _update(self, given: dict[str, Any]) -> dict[str, Any]:
        with self._there:
            self._there.wait_for(lambda: self.updates, min(float(given.get("timeout", 0)), 1.0))
            if not self.updates:
                return _error(408, "Request timeout")
            return {"ok": True, "result": self.updates.popleft()}


def _error(code: int, text: str) -> dict[str, Any]:
    return {"ok": False, "error_code": code, "description": text}


def post(url: str, raw: bytes, headers: dict[str, str]) -> int:
    """Posts; returns the status, 0 without an answer."""
    request = urllib.request.Request(url, raw, {"Content-Type": "application/json", **headers})
    try:
        return int(urllib.request.urlopen(request, timeout=5).status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0
