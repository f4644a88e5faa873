"""2,000 messages of 200 citizens over the Telegram webhook: `python -m benchmarks.load`.

A local server speaks Telegram's protocol; the assistant runs as a process of its own. Once with the
sending limits off (throughput), once at 20 messages a second with them on (latency from the
webhook call to `sendMessage`). `--stock` measures Rasa's built-in Telegram channel instead, with
the same model and actions and Rasa's own SQLite store; it has no limits to switch.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks.turns import percentile
from bot.settings import ROOT
from tests.end_to_end.conftest import Server, free_port
from tests.fakes.telegram import TOKEN, USERNAME, FakeTelegram

SECRET = "benchmark-secret"
CITIZENS, EACH = 200, 10
SAID = (
    "lam khai sinh cho con can giay to gi",
    "mấy ngày có",
    "lệ phí?",
    "nộp ở đâu vậy em",
    "đăng ký kết hôn cần gì",
)


class LenientTelegram(FakeTelegram):
    """Takes what the built-in channel sends: plain text, no secret."""

    def _setWebhook(self, given: dict[str, Any]) -> Any:  # noqa: N802
        return super()._setWebhook({**given, "secret_token": SECRET})

    def _sendMessage(self, given: dict[str, Any]) -> Any:  # noqa: N802
        chat = int(given["chat_id"])
        with self.lock:
            self.sent[chat].append(given["text"])
        return {"message_id": 5, "date": 0, "chat": {"id": chat, "type": "private"}}


def measure(
    title: str,
    fake: FakeTelegram,
    deliver: Callable[[dict[str, Any]], bool],
    per_second: int,
    notices: int,
) -> None:
    """All messages as fast as may be, or `per_second`; prints rate and latencies.

    Args:
        title: What is measured.
        fake: Where answers arrive.
        deliver: Calls the webhook with an update; whether it was taken.
        per_second: Messages a second, 0 for no limit.
        notices: Messages that a citizen gets before the first answer.
    """
    posted: dict[int, list[float]] = {}

    def citizen(number: int) -> None:
        chat = 10_000 + number
        posted[chat] = []
        for i in range(EACH):
            if per_second:
                due = began + (i * CITIZENS + number) / per_second
                time.sleep(max(0.0, due - time.monotonic()))
            update = fake.text(chat, SAID[(number + i) % len(SAID)])
            posted[chat].append(time.monotonic())
            while not deliver(update):
                time.sleep(0.05)

    began = time.monotonic() + (0.5 if per_second else 0)
    with ThreadPoolExecutor(CITIZENS if per_second else 16) as pool:
        list(pool.map(citizen, range(CITIZENS)))
    expected = CITIZENS * (EACH + notices)
    while sum(map(len, fake.sent.values())) < expected and time.monotonic() - began < 600:
        time.sleep(0.1)
    took = time.monotonic() - began
    arrived: dict[int, list[float]] = {}
    for call in fake.calls:
        if call.path.endswith("/sendMessage"):
            chat = int(call.body.split(b"chat_id=")[1].split(b"&")[0])
            arrived.setdefault(chat, []).append(call.at)
    waits = [
        (there - here) * 1000
        for chat, times in posted.items()
        for here, there in zip(times, arrived[chat][notices:], strict=False)
    ]
    answered = sum(map(len, fake.sent.values())) - CITIZENS * notices
    print(
        f"{title:12}  {answered} answers in {took:6.1f} s "
        f"= {answered / took:5.1f}/s   webhook → sendMessage p50 "
        f"{percentile(waits, 0.5):6.0f} ms   p95 {percentile(waits, 0.95):6.0f} ms   "
        f"p99 {percentile(waits, 0.99):6.0f} ms",
        flush=True,
    )


def ours(per_second: int, limited: bool) -> None:
    """One run of this project's channel."""
    fake = FakeTelegram()
    with tempfile.TemporaryDirectory() as folder:
        server = Server(
            Path(folder),
            MOTCUA_TELEGRAM_TOKEN=TOKEN,
            MOTCUA_TELEGRAM_API=fake.url,
            MOTCUA_TELEGRAM_MODE="webhook",
            MOTCUA_TELEGRAM_SECRET=SECRET,
            MOTCUA_PUBLIC_URL="https://motcua.example",
            MOTCUA_TELEGRAM_PER_SECOND="30" if limited else "0",
            MOTCUA_CITIZEN_BURST="100",
        )
        server.start()
        measure(
            f"limits {'on' if limited else 'off'}",
            fake,
            lambda update: fake.deliver(server.url, update, SECRET) == 200,
            per_second,
            notices=1,
        )
        server.stop()
    fake.close()


def stock(per_second: int) -> None:
    """One run of Rasa's built-in channel."""
    fake, port = LenientTelegram(), free_port()
    address = f"http://127.0.0.1:{port}/webhooks/telegram/webhook"
    keys = {"access_token": TOKEN, "verify": USERNAME, "webhook_url": address, "api": fake.url}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = (folder / "tracker.db").as_posix()
        store = {"type": "SQL", "dialect": "sqlite", "db": file, "query": {}}
        files = {"credentials": {"benchmarks.stock.telegram.LocalTelegram": keys}}
        files["endpoints"] = {"tracker_store": store}
        command = [sys.executable, "-m", "bot.cli.main", "rasa", "run", "--port", str(port)]
        for title, content in files.items():
            file = folder / f"{title}.yml"
            file.write_text(json.dumps(content), encoding="utf-8")  # JSON is YAML
            command += [f"--{title}", str(file)]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
        try:
            while not _answers(f"http://127.0.0.1:{port}/"):
                if server.poll() is not None:
                    sys.exit((folder / "log").read_text(encoding="utf-8"))
                time.sleep(0.1)
            measure("built-in", fake, lambda update: _post(address, update), per_second, notices=0)
        finally:
            server.terminate()
            server.wait(30)
    fake.close()


def _answers(address: str) -> bool:
    try:
        return bool(urllib.request.urlopen(address, timeout=1).status == 200)
    except OSError:
        return False


def _post(address: str, update: dict[str, Any]) -> bool:
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(address, json.dumps(update).encode(), headers)
    try:
        return bool(urllib.request.urlopen(request, timeout=600).status == 200)
    except OSError:
        return False


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stock", action="store_true", help="Rasa's built-in channel")
    if parser.parse_args().stock:
        stock(per_second=0)
        stock(per_second=20)
    else:
        ours(per_second=0, limited=False)
        ours(per_second=20, limited=True)
