"""A local look-up service that answers as a province's does, and misbehaves on demand."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from bot.dossiers.codes import DossierCode
from bot.dossiers.lookup import LookupFailedError, Provider

CODE = "H29.101-260508-0001"
DOSSIER = DossierCode("H29.101", dt.date(2026, 5, 8), "0001")
NOW = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)
NAME = "NGUYỄN THỊ BÍ MẬT"
# The example of facts.md §6.3, with a name and a number that must never come out.
ANSWER: dict[str, Any] = {
    "content": [
        {
            "code": CODE,
            "applicant": {"data": {"fullname": NAME, "identityNumber": "079200001234"}},
            "procedure": {"translate": [{"languageId": 228, "name": "Đăng ký khai sinh"}]},
            "statusCurrentTask": "Đang xử lý",
            "applyMethod": {"name": "Trực tuyến"},
            "appliedDate": "2026-05-08T08:15:00.000+0000",
            "appointmentDate": "2026-05-09T10:00:00.000+0000",
            "completedDate": None,
        }
    ],
    "totalElements": 1,
}
NONE: dict[str, Any] = {"content": [], "totalElements": 0}

Act = Callable[[BaseHTTPRequestHandler], None]


def says(body: Any, status: int = 200, **headers: str) -> Act:
    """Answers a body: text as it is, anything else as JSON."""

    def act(handler: BaseHTTPRequestHandler) -> None:
        raw = (body if isinstance(body, str) else json.dumps(body)).encode()
        handler.send_response(status)
        for name, value in {"Content-Length": str(len(raw)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(raw)

    return act


def waits(seconds: float, then: Act) -> Act:
    def act(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(seconds)
        then(handler)

    return act


def drips(pause: float) -> Act:
    """Never stops: a byte now and then, so that no single read is late."""

    def act(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(2000):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(pause)

    return act


def floods(sent: list[int]) -> Act:
    """Sends 200 MB without saying how much; notes how far it came."""

    def act(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(200):
            sent.append(handler.wfile.write(b"[" * 1_000_000))

    return act


def cuts(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"content":')


class Service:
    """Serves in threads; `acts` are used up one by one, the last one stays."""

    def __init__(self) -> None:
        self.acts: list[Act] = [says(ANSWER)]
        self.paths: list[str] = []
        self.headers: list[dict[str, str]] = []
        lock = threading.Lock()
        service = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: Any) -> None:
                pass

            def do_GET(self) -> None:
                with lock:
                    service.paths.append(self.path)
                    service.headers.append(dict(self.headers.items()))
                    act = service.acts.pop(0) if len(service.acts) > 1 else service.acts[0]
                with contextlib.suppress(OSError):  # whoever asked has had enough
                    act(self)

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}"
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def calls(self) -> int:
        return len(self.paths)

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()


def failure_of(provider: Provider) -> LookupFailedError:
    with pytest.raises(LookupFailedError) as error:
        provider.find(DOSSIER)
    return error.value
