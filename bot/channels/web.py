"""The chat page and its channel: `GET /`, `POST /webhooks/web/messages`."""

from __future__ import annotations

import io
import ipaddress
import re
import socket
from collections import OrderedDict
from pathlib import Path
from typing import Any, Protocol

import segno
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, file, json, raw

_PAGE = Path(__file__).parent / "page"
_SENDER = re.compile(r"[A-Za-z0-9_-]{8,64}")
_PAYLOAD = re.compile(r"[A-Za-z0-9_.-]{1,64}")
TEXT_LIMIT = 4000
_REMEMBERED = 2000
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


class Answers(Protocol):
    """What the channel needs of the assistant."""

    async def answer(self, sender: str, text: str, *, channel: str) -> Any:
        """Answers one message."""

    async def forget(self, sender: str) -> None:
        """Drops one conversation."""


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


def blueprint(assistant: Answers, address: str | None) -> Blueprint:
    """The routes of the page.

    Args:
        assistant: Answers the messages.
        address: Address that other devices reach the page under; None: only this machine.
    """
    routes = Blueprint("web")
    # A page that lost the connection sends again; the same id gets the same answer, once.
    answered: OrderedDict[tuple[str, str], list[dict[str, Any]]] = OrderedDict()

    @routes.get("/")
    async def page(_: Request) -> HTTPResponse:
        return await file(_PAGE / "index.html", headers=_HEADERS)

    @routes.get("/page/<name:(app.js|style.css)>")
    async def part(_: Request, name: str) -> HTTPResponse:
        return await file(_PAGE / name, headers=_HEADERS)

    @routes.get("/page/qr.svg")
    async def code(_: Request) -> HTTPResponse:
        if address is None:
            return raw(b"", status=404)
        out = io.BytesIO()
        segno.make(address, micro=False, error="m").save(out, kind="svg", scale=4, border=4)
        return raw(out.getvalue(), content_type="image/svg+xml", headers=_HEADERS)

    @routes.post("/webhooks/web/messages")
    async def messages(request: Request) -> HTTPResponse:
        try:
            sender, text, ident = read_message(request.json)
        except BadMessageError as error:
            return json({"error": str(error)}, status=400, ensure_ascii=False)
        key = (sender, ident or "")
        if ident and key in answered:
            return json({"messages": answered[key]}, ensure_ascii=False)
        answer = await assistant.answer(f"web:{sender}", text, channel="web")
        if ident:
            answered[key] = answer.messages
            if len(answered) > _REMEMBERED:
                answered.popitem(last=False)
        return json({"messages": answer.messages}, ensure_ascii=False)

    @routes.post("/webhooks/web/forget")
    async def forget(request: Request) -> HTTPResponse:
        body = request.json
        sender = body.get("sender") if isinstance(body, dict) else None
        if not isinstance(sender, str) or not _SENDER.fullmatch(sender):
            return json({"error": "'sender' không đúng mẫu."}, status=400, ensure_ascii=False)
        await assistant.forget(f"web:{sender}")
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
