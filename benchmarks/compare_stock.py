"""Stock Rasa and this project as running servers: `python -m benchmarks.compare_stock`.

Stock is what `rasa init` makes (moodbot, DIET, TensorFlow) in the environment of
`benchmarks.stock`, with its own SQLite tracker store and REST channel; ours is the trained model of
this project. Both get the same load over HTTP on this machine, one after the other. The stock bot
knows far less, so what it answers is not compared, only what it costs.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from benchmarks.stock.environment import stock_python
from benchmarks.turns import percentile
from bot.settings import ROOT

_STORE = "tracker_store:\n  type: SQL\n  dialect: sqlite\n  db: tracker.db\n"
_REST = "rest:\n"
_KNOWN, _UNKNOWN = "hello", "asdkjh qwe"


@dataclass
class Side:
    """One server and how to talk to it.

    Attributes:
        start: Its command line.
        folder: Where it runs.
        environment: Its environment variables.
        path: Where messages are posted.
        body: The JSON body from sender and text.
        ready: Path that answers 200 once it can answer.
        disk: Folder whose size is the environment's.
        known: A message that it understands.
    """

    start: list[str]
    folder: Path
    environment: dict[str, str]
    path: str
    body: Callable[[str, str], dict[str, str]]
    ready: str
    disk: Path
    known: str


def stock(folder: Path, port: int) -> Side:
    """Makes and trains `rasa init`'s bot below `folder`."""
    python = stock_python()
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}
    rasa = [str(python), "-m", "rasa"]
    with (folder / "init.log").open("w", encoding="utf-8") as log:
        subprocess.run(
            [*rasa, "init", "--no-prompt", "--init-dir", str(folder)],
            cwd=folder,
            env=environment,
            stdout=log,
            stderr=log,
            check=True,
        )
    (folder / "endpoints.yml").write_text(_STORE, encoding="utf-8")
    (folder / "credentials.yml").write_text(_REST, encoding="utf-8")
    return Side(
        [*rasa, "run", "--port", str(port), "--endpoints", "endpoints.yml"],
        folder,
        environment,
        "/webhooks/rest/webhook",
        lambda sender, text: {"sender": sender, "message": text},
        "/",
        python.parent.parent,
        _KNOWN,
    )


def ours(folder: Path, port: int) -> Side:
    """This project's server with a database below `folder`."""
    environment = {
        **os.environ,
        "MOTCUA_DATABASE_URL": f"sqlite:///{(folder / 'ours.db').as_posix()}",
        "MOTCUA_PORT": str(port),
    }
    return Side(
        [sys.executable, "-m", "bot.cli.main", "serve"],
        ROOT,
        environment,
        "/webhooks/web/messages",
        lambda sender, text: {"sender": sender, "text": text},
        "/health",
        Path(sys.executable).parent.parent,
        "làm khai sinh cần giấy tờ gì",
    )


def _post(side: Side, port: int, sender: str, text: str) -> float:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{side.path}",
        json.dumps(side.body(sender, text)).encode(),
        {"Content-Type": "application/json"},
    )
    began = time.perf_counter()
    urllib.request.urlopen(request, timeout=120).read()
    return (time.perf_counter() - began) * 1000


def _tree(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [pid, *(below for child in children for below in _tree(int(child)))]


def _resident_mb(pid: int) -> float:
    total = 0
    for one in _tree(pid):
        rows = Path(f"/proc/{one}/status").read_text(encoding="utf-8").splitlines()
        total += next((int(row.split()[1]) for row in rows if row.startswith("VmRSS")), 0)
    return total / 1024


def _disk_mb(folder: Path) -> float:
    out = subprocess.run(
        ["du", "-smL", str(folder)], capture_output=True, text=True, check=True
    ).stdout
    return float(out.split()[0])


def measure(side: Side, port: int) -> dict[str, str]:
    """Starts the server, loads it, stops it.

    Returns:
        What was measured, as printed, by title.
    """
    began = time.perf_counter()
    log = (side.folder if side.folder != ROOT else ROOT / "var") / "compare.log"
    with log.open("w", encoding="utf-8") as out:
        server = subprocess.Popen(
            side.start, cwd=side.folder, env=side.environment, stdout=out, stderr=out
        )
    try:
        while True:
            if server.poll() is not None:
                sys.exit(f"the server stopped, see {log}")
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}{side.ready}", timeout=1).read()
                break
            except OSError:
                time.sleep(0.1)
        ready = time.perf_counter() - began
        for i in range(10):
            _post(side, port, f"warm-{i:04}", side.known)
        turns = [_post(side, port, f"turns-{i // 5:04}", side.known) for i in range(300)]
        long = [
            _post(side, port, "long-0001", side.known if i % 3 else _UNKNOWN) for i in range(400)
        ]
        began = time.perf_counter()
        with ThreadPoolExecutor(8) as pool:

            def talk(citizen: int) -> None:
                for _ in range(40):
                    _post(side, port, f"citizen-{citizen:04}", side.known)

            list(pool.map(talk, range(8)))
        rate = 8 * 40 / (time.perf_counter() - began)
        early, late = statistics.median(long[10:30]), statistics.median(long[380:])
        return {
            "environment on disk": f"{_disk_mb(side.disk):.0f} MB",
            "start to ready": f"{ready:.1f} s",
            "resident memory after the load": f"{_resident_mb(server.pid):.0f} MB",
            "a turn, p50 / p99": f"{percentile(turns, 0.5):.1f} / {percentile(turns, 0.99):.1f} ms",
            "20th / 400th turn of one conversation": f"{early:.0f} / {late:.0f} ms",
            "eight citizens at once": f"{rate:.0f} messages/s",
        }
    finally:
        server.terminate()
        server.wait(30)


def main() -> None:
    """Measures both and prints them beside each other."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sides = {"ours": measure(ours(folder, 5991), 5991)}
        sides["stock"] = measure(stock(folder, 5992), 5992)
    print(f"{'':40}" + "".join(f"{side:>20}" for side in sides))
    for title in sides["ours"]:
        print(f"{title:40}" + "".join(f"{figures[title]:>20}" for figures in sides.values()))


if __name__ == "__main__":
    main()
