"""The officer's page at the counter: pick a subject, the citizen scans a large code."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import segno
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, file, json, raw

from bot.channels.web import HEADERS
from bot.knowledge import links
from bot.knowledge.links import Link

_PAGE = Path(__file__).parent / "page"
_SOURCE = "counter"


def blueprint(
    subjects: Callable[[], list[dict[str, Any]]], address: Callable[[Link], str | None]
) -> Blueprint:
    """The routes of the page.

    Args:
        subjects: What can be picked: payload, name, words, papers.
        address: Where a link opens on the citizen's phone; None: nowhere yet.
    """
    routes = Blueprint("counter")

    @routes.get("/counter")
    async def page(_: Request) -> HTTPResponse:
        return await file(_PAGE / "counter.html", headers=HEADERS)

    @routes.get("/counter/subjects.json")
    async def listed(_: Request) -> HTTPResponse:
        return json(subjects(), ensure_ascii=False, headers=HEADERS)

    @routes.get("/counter/qr.svg")
    async def code(request: Request) -> HTTPResponse:
        link = links.parse(request.args.get("open", ""))
        where = None
        if link is not None:
            where = address(Link(link.kind, link.target, {**link.parts, "s": _SOURCE}))
        if where is None:
            return json({"error": "không có địa chỉ"}, status=404, ensure_ascii=False)
        out = io.BytesIO()
        segno.make(where, micro=False, error="m").save(out, kind="svg", scale=8, border=4)
        return raw(out.getvalue(), content_type="image/svg+xml", headers=HEADERS)

    return routes
