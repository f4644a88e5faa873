"""The server: one Sanic application that carries the page, the webhooks, `/health`, `/metrics`."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import ipaddress
import json as jsonlib
import time
from typing import Any
from zoneinfo import ZoneInfo

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sanic import Sanic
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse, json, raw
from sqlalchemy.exc import SQLAlchemyError

from bot.channels import counter, web
from bot.channels.channel import Channel
from bot.channels.delivery import Deliverer, Limits
from bot.channels.zalo.bot import ZaloBotChannel
from bot.channels.zalo.oa import ZaloOaChannel
from bot.engine.live import LiveAssistant
from bot.engine.watch import Watcher
from bot.knowledge.current import knowledge
from bot.knowledge.links import Link
from bot.places.current import places
from bot.places.find import find
from bot.posters.addresses import Addresses
from bot.posters.counter import subjects
from bot.registry.catalog import catalog
from bot.settings import Settings
from bot.storage.conversations import Conversations
from bot.storage.database import open_database
from bot.storage.delivery import Delivery
from bot.storage.dossiers import Dossiers
from bot.storage.messages import Incoming
from bot.storage.tokens import Tokens
from bot.storage.watches import Watches

BODY_LIMIT = 64 * 1024
_CLEAN_EVERY_S = 3600
_VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def build(settings: Settings, live: LiveAssistant) -> Sanic:
    """Puts the application together; nothing listens yet.

    Args:
        settings: Host, port, database, channels.
        live: The assistant; it may still have to load.
    """
    app = Sanic("motcua", dumps=jsonlib.dumps)
    app.config.REQUEST_MAX_SIZE = BODY_LIMIT
    app.config.FALLBACK_ERROR_FORMAT = "json"
    app.config.ACCESS_LOG = False
    engine = open_database(settings.database_url)
    conversations, store = Conversations(engine), Delivery(engine)
    limits = Limits(
        burst=settings.citizen_burst,
        per_second=settings.citizen_per_second,
        queue=settings.citizen_queue,
        sends_at_once=settings.sends_at_once,
        keep_days=settings.keep_days,
    )

    async def accept(messages: list[Incoming]) -> None:
        await deliverer.accept(messages)

    channels: list[Channel] = [web.WebChannel()]
    telegram = None
    if settings.telegram_token:
        from bot.channels.telegram.channel import TelegramChannel  # 17 MB, only where it is used

        telegram = TelegramChannel(settings, accept)
        channels.append(telegram)
        if settings.telegram_mode == "webhook":
            app.blueprint(telegram.blueprint())
    if settings.zalo_oa_app_id:
        official = ZaloOaChannel(settings, Tokens(engine), accept)
        channels.append(official)
        app.blueprint(official.blueprint())
    if settings.zalo_bot_token:
        zalo = ZaloBotChannel(settings, accept)
        channels.append(zalo)
        if settings.zalo_bot_mode == "webhook":
            app.blueprint(zalo.blueprint())
        if settings.public_url:
            app.blueprint(zalo.pictures())
    watcher = Watcher(Watches(engine), accept, every_s=settings.watch_seconds)
    deliverer = Deliverer(store, conversations, live, channels, limits, watcher.heard)
    address = web.reachable_address(settings.host, settings.port, settings.public_url)
    app.blueprint(web.blueprint(deliverer, address))

    def where(link: Link) -> str | None:
        bot = telegram.username if telegram is not None else None
        return Addresses(telegram=bot, zalo=settings.zalo_oa_id, web=address).best(link)

    def listed() -> list[dict[str, Any]]:
        known = catalog()
        others = known.of_communes() if known is not None else []
        return subjects(knowledge(), dt.datetime.now(_VIETNAM).date(), others)

    app.blueprint(counter.blueprint(listed, where))

    @app.get("/health")
    async def health(_: Request) -> HTTPResponse:
        database = True
        try:
            await asyncio.to_thread(conversations.load, "health")
        except SQLAlchemyError:
            database = False
        works = {"model": live.ready, "database": database, "channels": deliverer.health()}
        well = live.ready and database and all(deliverer.health().values())
        return json({"status": "ok" if well else "failed", **works}, status=200 if well else 503)

    @app.get("/metrics")
    async def metrics(request: Request) -> HTTPResponse:
        if not ipaddress.ip_address(request.ip).is_loopback:
            return json({"error": "Chỉ xem được từ chính máy này."}, status=403, ensure_ascii=False)
        return raw(generate_latest(), content_type=CONTENT_TYPE_LATEST)

    @app.exception(SanicException)
    async def refused(_: Request, error: SanicException) -> HTTPResponse:
        return json({"error": str(error)}, status=error.status_code, ensure_ascii=False)

    @app.after_server_start
    async def begin(app: Sanic, _: Any) -> None:
        app.add_task(live.run())
        app.add_task(asyncio.to_thread(_warm))
        await deliverer.start()
        app.add_task(watcher.run())
        app.add_task(_forget_old(conversations, store, Dossiers(engine), settings.keep_days))

    @app.before_server_stop
    async def end(_: Sanic, __: Any) -> None:
        await deliverer.stop()

    return app


def _warm() -> None:
    """Builds what the first question of its kind would otherwise wait for."""
    find(places(dt.datetime.now(_VIETNAM).date()), "xã")
    while (found := catalog()) is None:
        time.sleep(0.5)
    found.prepare()


async def _forget_old(
    conversations: Conversations, store: Delivery, dossiers: Dossiers, days: int
) -> None:
    while True:
        with contextlib.suppress(SQLAlchemyError):  # the next hour tries again
            now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
            await asyncio.to_thread(conversations.forget_idle, now, days)
            await asyncio.to_thread(store.forget_old, now, days)
            await asyncio.to_thread(dossiers.forget_old, now - dt.timedelta(days=days))
        await asyncio.sleep(_CLEAN_EVERY_S)
