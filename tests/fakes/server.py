"""A local HTTP server that speaks a channel's protocol, strictly, and can misbehave on demand."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Call:
    """One request that was made to the server."""

    path: str
    headers: dict[str, str]
    body: bytes
    at: float = field(default_factory=time.monotonic)


@dataclass
class Fault:
    """How the next matching request is to fail.

    Attributes:
        where: Part of the path.
        kind: `status` (answers it with `status` and `body`), `slow` (answers after `seconds`),
            `cut` (closes the connection after reading the request, without an answer).
    """

    where: str
    kind: str
    status: int = 500
    body: dict[str, Any] = field(default_factory=dict)
    seconds: float = 0.0
    headers: dict[str, str] = field(default_factory=dict)


Answer = tuple[int, dict[str, Any] | bytes]


class FakeServer:
    """Serves in a thread; subclasses answer in `handle`."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.faults: deque[Fault] = deque()
        self.lock = threading.RLock()
        fake = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = 65536  # header and body leave together
            disable_nagle_algorithm = True

            def log_message(self, *_: Any) -> None:
                pass

            def _any(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length)
                headers = {k.lower(): v for k, v in self.headers.items()}
                call = Call(self.path, headers, body)
                with fake.lock:
                    fake.calls.append(call)
                    fault = next((f for f in fake.faults if f.where in call.path), None)
                    if fault is not None:
                        fake.faults.remove(fault)
                if fault is not None and fault.kind == "cut":
                    self.close_connection = True
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                if fault is not None and fault.kind == "slow":
                    time.sleep(fault.seconds)
                extra = fault.headers if fault is not None else {}
                if fault is not None and fault.kind == "status":
                    status, answer = fault.status, fault.body
                else:
                    status, answer = fake.handle(call)  # type: ignore[assignment]
                raw = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
                try:
                    self.send_response(status)
                    for name, value in extra.items():
                        self.send_header(name, value)
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(raw)))
                    self.end_headers()
                    self.wfile.write(raw)
                except OSError:
                    pass  # whoever asked is gone: killed, mostly

            do_GET = do_POST = _any  # noqa: N815 (names of http.server)

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.port = self._http.server_address[1]
        threading.Thread(target=self._http.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def handle(self, call: Call) -> Answer:
        raise NotImplementedError

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()


def wait_until(true: Callable[[], Any], seconds: float = 20.0, what: str = "") -> Any:
    """Waits until `true` returns something; fails after `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = true()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError(f"waited {seconds} s in vain {what}")
