"""Pictures on their way to a citizen of the Bot Platform, which fetches them from an address."""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, raw

PATH = "/webhooks/zalo_bot/pictures"
_KEPT_S = 3600.0
_MOST = 1000


class Pictures:
    """PNG pictures under names that nobody guesses, for an hour, in memory alone."""

    def __init__(self, public_url: str | None, clock: Callable[[], float] = time.monotonic) -> None:
        """Takes the address under which this machine is reached; None: nothing can be shown."""
        self.address = f"{public_url.rstrip('/')}{PATH}" if public_url else None
        self._clock = clock
        self._shown: OrderedDict[str, tuple[float, bytes]] = OrderedDict()

    def show(self, png: bytes) -> str:
        """Keeps a picture; returns its address."""
        name = secrets.token_urlsafe(24)
        self._shown[name] = self._clock(), png
        if len(self._shown) > _MOST:
            self._shown.popitem(last=False)
        return f"{self.address}/{name}.png"

    def find(self, name: str) -> bytes | None:
        """The picture of that name; None when it is unknown or too old."""
        while self._shown and self._clock() - next(iter(self._shown.values()))[0] > _KEPT_S:
            self._shown.popitem(last=False)
        return self._shown[name][1] if name in self._shown else None

    def blueprint(self) -> Blueprint:
        """The route that Zalo fetches from."""
        routes = Blueprint("zalo_bot_pictures")

        @routes.get(f"{PATH}/<name:str>")  # type: ignore[untyped-decorator]  # Sanic is untyped
        async def picture(_: Request, name: str) -> HTTPResponse:
            found = self.find(name.removesuffix(".png"))
            return raw(b"", status=404) if found is None else raw(found, content_type="image/png")

        return routes
