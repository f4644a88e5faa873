"""The chat page and its channel: `GET /`, `POST /webhooks/web/messages`."""

from __future__ import annotations

import io
import ipaddress
import re
import secrets
import socket
from pathlib import Path
from typing import Any, Protocol

import segno
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, file, json, raw

from bot.channels.channel import Channel, RefusedError, Started
from bot.edge import received
from bot.storage.messages import Incoming

_PAGE = Path(__file__).parent / "page"
_SENDER = re.compile(r"[A-Za-z0-9_-]{8,64}")
_PAYLOAD = re.compile(r"[A-Za-z0-9_.-]{1,64}")
TEXT_LIMIT = 4000
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


class Answers(Protocol):
    """What the page needs of the delivery."""

    async def answer_now(self, message: Incoming) -> list[dict[str, Any]]:
        """Answers one message, once however often it comes."""

    async def forget(self, sender: str) -> None:
        """Drops all that is kept about one conversation."""


class WebChannel(Channel):
    """The page: its answers go back in the request that asked."""

    name = "web"
    immediate = True
    tells_privacy = False

    def render(self, message: dict[str, Any]) -> list[dict[str, Any]]:
        """As it is: the page reads the contract's form."""
        return [message]

    async def send(self, recipient: str, body: dict[str, Any], started: Started) -> None:
        """Never called: nothing is sent later."""
        raise RefusedError("trang web nhận câu trả lời ngay trong yêu cầu")


class BadMessageError(ValueError):
    """A request body that cannot be a message; its text is for the reader."""


def read_message(body: Any) -> tuple[str, str, str | None]:
    """Takes a request body apart.

    Args:
        body: Parsed JSON: `{"sender", "text"}` or `{"sender", "payload"}`, and `id` if the
            sender wants a repeated request to count once.

    Returns:
        Sender, text or payload, and the id if any.

    Raises:
        BadMessageError: It has not this form, or is too long.
    """
    if not isinstance(body, dict):
        raise BadMessageError("Cần một đối tượng JSON.")
    sender, ident = body.get("sender"), body.get("id")
    if not isinstance(sender, str) or not _SENDER.fullmatch(sender):
        raise BadMessageError("'sender' cần 8–64 ký tự A-Z a-z 0-9 _ -.")
    if ident is not None and (not isinstance(ident, str) or len(ident) > 64):
        raise BadMessageError("'id' cần là chuỗi, tối đa 64 ký tự.")
    payload, text = body.get("payload"), body.get("text")
    if isinstance(payload, str) and _PAYLOAD.fullmatch(payload):
        return sender, payload, ident
    if payload is not None:
        raise BadMessageError("'payload' không đúng mẫu.")
    if not isinstance(text, str) or not text.strip():
        raise BadMessageError("Anh/chị chưa nhập câu hỏi.")
    if len(text) > TEXT_LIMIT:
        raise BadMessageError(f"Tin dài quá {TEXT_LIMIT} ký tự. Anh/chị viết ngắn lại giúp.")
    return sender, text, ident


def blueprint(answers: Answers, address: str | None) -> Blueprint:
    """The routes of the page.

    Args:
        answers: Answers the messages.
        address: Address that other devices reach the page under; None: only this machine.
    """
    routes = Blueprint("web")

    @routes.get("/")
    async def page(_: Request) -> HTTPResponse:
        return await file(_PAGE / "index.html", headers=HEADERS)

    @routes.get("/page/<name:(app.js|style.css|counter.js|counter.css)>")
    async def part(_: Request, name: str) -> HTTPResponse:
        return await file(_PAGE / name, headers=HEADERS)

    @routes.get("/page/qr.svg")
    async def code(_: Request) -> HTTPResponse:
        if address is None:
            return raw(b"", status=404)
        out = io.BytesIO()
        segno.make(address, micro=False, error="m").save(out, kind="svg", scale=4, border=4)
        return raw(out.getvalue(), content_type="image/svg+xml", headers=HEADERS)

    @routes.post("/webhooks/web/messages")
    async def messages(request: Request) -> HTTPResponse:
        try:
            sender, text, ident = read_message(request.json)
        except BadMessageError as error:
            return json({"error": str(error)}, status=400, ensure_ascii=False)
        # A page that lost the connection sends again; the same id gets the same answer, once.
        message_id = f"{sender}:{ident or secrets.token_hex(8)}"
        message = Incoming("web", message_id, sender, received(text).text, {})
        return json({"messages": await answers.answer_now(message)}, ensure_ascii=False)

    @routes.post("/webhooks/web/forget")
    async def forget(request: Request) -> HTTPResponse:
        body = request.json
        sender = body.get("sender") if isinstance(body, dict) else None
        if not isinstance(sender, str) or not _SENDER.fullmatch(sender):
            return json({"error": "'sender' không đúng mẫu."}, status=400, ensure_ascii=False)
        await answers.forget(f"web:{sender}")
        return json({"messages": []})

    return routes


def reachable_address(host: str, port: int, public_url: str | None) -> str | None:
    """Address of the page for a phone in the same network; None when only this machine sees it."""
    if public_url:
        return public_url
    try:
        if ipaddress.ip_address(host).is_loopback:
            return None
    except ValueError:
        return None if host == "localhost" else f"http://{host}:{port}/"
    if host not in ("0.0.0.0", "::"):  # noqa: S104 (compared, not bound)
        return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("10.255.255.255", 1))  # sends nothing; asks which address would be used
            return f"http://{probe.getsockname()[0]}:{port}/"
        except OSError:
            return None
