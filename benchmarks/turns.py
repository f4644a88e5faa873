"""Speed of turns in one process with the SQLite store: `python -m benchmarks.turns`.

Prints percentiles of a turn and of understanding alone, the cost of the 400th turn of one
conversation against the 20th, resident memory, and the messages a second of eight citizens over
HTTP against a server of its own.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from bot.settings import ROOT, settings


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


async def turns(assistant: object, texts: list[str]) -> list[float]:
    took = []
    for i, text in enumerate(texts):
        began = time.perf_counter()
        await assistant.answer(f"bench:{i // 5}", text)  # type: ignore[attr-defined]
        took.append((time.perf_counter() - began) * 1000)
    return took


async def one_conversation(assistant: object, texts: list[str]) -> list[float]:
    took = []
    for i in range(400):
        began = time.perf_counter()
        text = texts[i % len(texts)] if i % 3 else "asdkjh qwe"
        await assistant.answer("bench:long", text)  # type: ignore[attr-defined]
        took.append((time.perf_counter() - began) * 1000)
    return took


def over_http(port: int, texts: list[str], citizens: int = 8, each: int = 60) -> float:
    def talk(citizen: int) -> None:
        for i in range(each):
            body = {
                "sender": f"citizen-{citizen:04}",
                "text": texts[(citizen * 31 + i) % len(texts)],
            }
            request = urllib.request.Request(
                f"http://127.0.0.1:{port}/webhooks/web/messages",
                json.dumps(body).encode(),
                {"Content-Type": "application/json"},
            )
            urllib.request.urlopen(request, timeout=30).read()

    with ThreadPoolExecutor(citizens) as pool:
        list(pool.map(talk, range(citizens)))  # warm up connections and caches
        began = time.perf_counter()
        list(pool.map(talk, range(citizens)))
    return citizens * each / (time.perf_counter() - began)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=5990)
    port = parser.parse_args().port
    lines = (ROOT / "tests/evaluation/development.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{(Path(folder) / 'bench.db').as_posix()}"
        from bot.engine.assistant import Assistant

        assistant = Assistant.load(replace(settings(), database_url=url))
        asyncio.run(turns(assistant, texts[:40]))
        took = asyncio.run(turns(assistant, texts * 3))
        print(
            f"turn, SQLite          p50 {percentile(took, 0.5):6.1f} ms"
            f"   p99 {percentile(took, 0.99):6.1f} ms"
        )
        long = asyncio.run(one_conversation(assistant, texts))
        early, late = statistics.median(long[10:30]), statistics.median(long[380:])
        print(
            f"one conversation      20th {early:5.1f} ms   400th {late:5.1f} ms"
            f"   ×{late / early:.2f}"
        )

        environment = {**os.environ, "MOTCUA_DATABASE_URL": url, "MOTCUA_PORT": str(port)}
        began = time.perf_counter()
        server = subprocess.Popen(
            [sys.executable, "-m", "bot.cli.main", "serve"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            while True:
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=1).read()
                    break
                except OSError:
                    time.sleep(0.1)
            print(f"start to answering    {time.perf_counter() - began:5.1f} s")
            print(f"8 citizens over HTTP  {over_http(port, texts):5.0f} messages/s")
            status = Path(f"/proc/{server.pid}/status")
            if status.exists():
                resident = next(
                    row for row in status.read_text().splitlines() if row.startswith("VmRSS")
                )
                print(f"resident memory       {int(resident.split()[1]) / 1024:5.0f} MB")
        finally:
            server.terminate()
            server.wait(20)


if __name__ == "__main__":
    main()
