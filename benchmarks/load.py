"""2,000 messages of 200 citizens over the Telegram webhook: `python -m benchmarks.load`.

A local server speaks Telegram's protocol; the assistant runs as a process of its own. Once with the
sending limits off (throughput), once at 20 messages a second with them on (latency from the
webhook call to `sendMessage`).
"""

from __future__ import annotations

import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.turns import percentile
from tests.end_to_end.conftest import Server
from tests.fakes.telegram import TOKEN, FakeTelegram

SECRET = "benchmark-secret"
CITIZENS, EACH = 200, 10
SAID = (
    "lam khai sinh cho con can giay to gi",
    "mấy ngày có",
    "lệ phí?",
    "nộp ở đâu vậy em",
    "đăng ký kết hôn cần gì",
)


def run(per_second: int, limited: bool) -> None:
    """One run: all messages as fast as may be, or `per_second`."""
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
                while fake.deliver(server.url, update, SECRET) != 200:
                    time.sleep(0.05)

        began = time.monotonic() + 0.5
        with ThreadPoolExecutor(CITIZENS if per_second else 16) as pool:
            list(pool.map(citizen, range(CITIZENS)))
        expected = CITIZENS * (EACH + 1)  # one notice at first contact
        while sum(map(len, fake.sent.values())) < expected and time.monotonic() - began < 600:
            time.sleep(0.1)
        took = time.monotonic() - began
        server.stop()
    arrived: dict[int, list[float]] = {}
    for call in fake.calls:
        if call.path.endswith("/sendMessage"):
            chat = int(call.body.split(b"chat_id=")[1].split(b"&")[0])
            arrived.setdefault(chat, []).append(call.at)
    waits = [
        (there - here) * 1000
        for chat, times in posted.items()
        for here, there in zip(times, arrived[chat][1:], strict=False)
    ]
    fake.close()
    print(
        f"limits {'on ' if limited else 'off'}  {CITIZENS * EACH} messages in {took:6.1f} s "
        f"= {CITIZENS * EACH / took:5.1f}/s   webhook → sendMessage p50 "
        f"{percentile(waits, 0.5):6.0f} ms   p95 {percentile(waits, 0.95):6.0f} ms   "
        f"p99 {percentile(waits, 0.99):6.0f} ms",
        flush=True,
    )


if __name__ == "__main__":
    run(per_second=0, limited=False)
    run(per_second=20, limited=True)
