"""Nothing personal is kept, and nothing phones home."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from pathlib import Path

from bot.settings import ROOT
from tests.end_to_end.conftest import Server

NUMBERS = {
    "cccd của tôi là 079123456789": "079123456789",
    "gọi lại cho tôi số 0912345678 nhé": "0912345678",
    "tôi chuyển vào stk 19031234567 rồi": "19031234567",
    "mã otp là 482913": "482913",
    "mật khẩu vneid của tôi là Hoa@1990": "Hoa@1990",
}


def send(server: Server, sender: str, text: str) -> None:
    request = urllib.request.Request(
        f"{server.url}/webhooks/web/messages",
        json.dumps({"sender": sender, "text": text}).encode(),
        {"Content-Type": "application/json"},
    )
    assert urllib.request.urlopen(request, timeout=20).status == 200


def test_typed_numbers_reach_neither_database_nor_logs(server: Server) -> None:
    for text in NUMBERS:
        send(server, "privacy-0001", text)
    files = [*server.database.parent.glob("server.db*"), server.log]
    assert any(file.name.endswith("-wal") for file in files)
    kept = b"".join(file.read_bytes() for file in files)
    assert b"privacy-0001" in kept
    for number in NUMBERS.values():
        assert number.encode() not in kept


_LISTENER = """
import socket, sys
refused = []
real = socket.socket.connect
def connect(self, address):
    host = address[0] if isinstance(address, tuple) else str(address)
    if not host.startswith(("127.", "::1", "/")) and self.type != socket.SOCK_DGRAM:
        refused.append(host)
    return real(self, address)
socket.socket.connect = connect
resolve = socket.getaddrinfo
def getaddrinfo(host, *rest, **more):
    if host not in (None, "localhost", "127.0.0.1", "::1"):
        refused.append(str(host))
    return resolve(host, *rest, **more)
socket.getaddrinfo = getaddrinfo
import io, json
sys.argv = sys.argv[1:]
sys.stdin = io.StringIO(json.dumps({"id": "1", "text": "làm khai sinh cần gì"}) + chr(10))
from bot.cli.main import main
status = main(sys.argv)
import rasa.telemetry, sentry_sdk, threading, time
rasa.telemetry.initialize_error_reporting()
sentry_sdk.capture_message("x")
sentry_sdk.flush(1)
assert not rasa.telemetry.is_telemetry_enabled()
print("REFUSED", refused, file=sys.stderr)
sys.exit(status or bool(refused))
"""


def test_no_connection_leaves_the_machine(tmp_path: Path) -> None:
    script = tmp_path / "listen.py"
    script.write_text(_LISTENER, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script), "ask", "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={
            "PYTHONPATH": str(ROOT),
            "PATH": "",
            "HOME": str(tmp_path),
            "MOTCUA_DATABASE_URL": f"sqlite:///{(tmp_path / 'a.db').as_posix()}",
        },
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout.splitlines()[0])["procedure"] == "1.001193"
    assert "REFUSED []" in done.stderr
