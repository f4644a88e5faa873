"""Real model, real database, real processes; slower than the rest, hence marked `slow`."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.settings import ROOT, settings
from tests.fakes.telegram import FakeTelegram
from tests.fakes.zalo import FakeZaloBot, FakeZaloOa

TODAY = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "end_to_end" in str(item.path):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Any:
    from bot.engine.assistant import Assistant

    database = tmp_path_factory.mktemp("database") / "motcua.db"
    url = f"sqlite:///{database.as_posix()}"
    return Assistant.load(replace(settings(), database_url=url))


@pytest.fixture
def talk(assistant: Any, request: pytest.FixtureRequest) -> Callable[..., Any]:
    """Says one thing in this test's own conversation; returns the answer."""

    def say(text: str, now: dt.datetime = TODAY) -> Any:
        return asyncio.run(assistant.answer(f"test:{request.node.name}", text, now=now))

    return say


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """The assistant as a process of its own, which can be stopped and started again."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self._settings = settings
        self.port = free_port()
        self.log = folder / "server.log"
        self.database = folder / "server.db"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "MOTCUA_PORT": str(self.port),
            "MOTCUA_HOST": "127.0.0.1",
            "MOTCUA_DATABASE_URL": f"sqlite:///{self.database.as_posix()}",
            **self._settings,
        }

    def run(self, *command: str) -> str:
        """Runs a command of the project with this server's settings; returns what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "bot.cli.main", *command],
            cwd=ROOT,
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self, wait_for_model: bool = True) -> None:
        with self.log.open("ab") as out:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot.cli.main", "serve"],
                cwd=ROOT,
                env=self.environment(),
                stdout=out,
                stderr=out,
            )
        for _ in range(600):
            try:
                urllib.request.urlopen(f"{self.url}/health", timeout=1).read()
                return
            except urllib.error.HTTPError as error:
                # It listens; what does not work yet is another test's question.
                if not wait_for_model or json.load(error)["model"]:
                    return
                time.sleep(0.05)
            except OSError:
                assert self._process.poll() is None, self.log.read_text(encoding="utf-8")
                time.sleep(0.1)
        raise AssertionError("the server did not start")

    def kill(self) -> None:
        """As a power cut does it."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()
        self._process = None

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(20)
            self._process = None


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("server"))
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def telegram() -> Iterator[FakeTelegram]:
    fake = FakeTelegram()
    yield fake
    fake.close()


@pytest.fixture(scope="module")
def oa() -> Iterator[FakeZaloOa]:
    fake = FakeZaloOa()
    yield fake
    fake.close()


@pytest.fixture(scope="module")
def bot() -> Iterator[FakeZaloBot]:
    fake = FakeZaloBot()
    yield fake
    fake.close()
