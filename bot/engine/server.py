"""The server: one Sanic application that carries the page, `/health` and `/metrics`."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import json as jsonlib
from datetime import UTC, datetime
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sanic import Sanic
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse, json, raw
from sqlalchemy.exc import SQLAlchemyError

from bot.channels import web
from bot.engine.assistant import Assistant
from bot.settings import Settings
from bot.storage.conversations import Conversations
from bot.storage.database import open_database

BODY_LIMIT = 64 * 1024
_CLEAN_EVERY = 3600


def build(settings: Settings, assistant: Assistant) -> Sanic:
    """Puts the application together; nothing listens yet.

    Args:
        settings: Host, port, database, days to keep.
        assistant: A loaded assistant.
    """
    app = Sanic("motcua", dumps=jsonlib.dumps)
    app.config.REQUEST_MAX_SIZE = BODY_LIMIT
    app.config.FALLBACK_ERROR_FORMAT = "json"
    app.config.ACCESS_LOG = False
    address = web.reachable_address(settings.host, settings.port, settings.public_url)
    app.blueprint(web.blueprint(assistant, address))
    conversations = Conversations(open_database(settings.database_url))

    @app.get("/health")
    async def health(_: Request) -> HTTPResponse:
        database = True
        try:
            await asyncio.to_thread(conversations.load, "health")
        except SQLAlchemyError:
            database = False
        body = {"status": "ok" if database else "failed", "model": True, "database": database}
        return json(body, status=200 if database else 503)

    @app.get("/metrics")
    async def metrics(request: Request) -> HTTPResponse:
        if not ipaddress.ip_address(request.ip).is_loopback:
            return json({"error": "Chỉ xem được từ chính máy này."}, status=403, ensure_ascii=False)
        return raw(generate_latest(), content_type=CONTENT_TYPE_LATEST)

    @app.exception(SanicException)
    async def refused(_: Request, error: SanicException) -> HTTPResponse:
        return json({"error": str(error)}, status=error.status_code, ensure_ascii=False)

    @app.after_server_start
    async def clean(app: Sanic, _: Any) -> None:
        app.add_task(_forget_idle(conversations, settings.keep_days))

    return app


async def _forget_idle(conversations: Conversations, days: int) -> None:
    while True:
        with contextlib.suppress(SQLAlchemyError):  # the next hour tries again
            now = datetime.now(UTC).replace(tzinfo=None)
            await asyncio.to_thread(conversations.forget_idle, now, days)
        await asyncio.sleep(_CLEAN_EVERY)
