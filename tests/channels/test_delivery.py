"""The way of a message through the inbox and the outbox, with a database and without a network."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.channels.channel import Channel, NotSentError, Started
from bot.channels.delivery import Deliverer, Limits
from bot.channels.sending import back_off
from bot.storage.conversations import Conversations
from bot.storage.database import open_database
from bot.storage.delivery import Delivery
from bot.storage.messages import Incoming

SECRET = "tôi tên là Nguyễn Văn A"


class _Channel(Channel):
    """Keeps what it is given to send; fails as often as it is told."""

    name = "test"
    tells_privacy = False

    def __init__(self, failures: int = 0) -> None:
        self.sent: list[str] = []
        self.failures = failures

    def render(self, message: dict[str, Any]) -> list[dict[str, Any]]:
        return [{"text": message["text"]}]

    async def send(self, recipient: str, body: dict[str, Any], started: Started) -> None:
        await started()
        if self.failures:
            self.failures -= 1
            raise NotSentError("HTTP 500", after=0.01)
        self.sent.append(body["text"])


class _Answers:
    """An assistant that does what the test wants."""

    def __init__(self, answer: Callable[[str], Any]) -> None:
        self._answer = answer

    async def answer(self, sender: str, text: str, **_: Any) -> Any:
        return self._answer(text)


class _Answer:
    """An answer of the assistant."""

    state: str | None = "{}"
    turn: dict[str, Any] = {"status": "answered"}

    def __init__(self, *texts: str) -> None:
        self.messages = [{"text": text, "buttons": []} for text in texts]


def _told(folder: Path, answer: Callable[[str], Any], *texts: str, failures: int = 0) -> list[str]:
    """What the citizen is sent in answer to `texts`."""
    channel = _Channel(failures)
    engine = open_database(f"sqlite:///{(folder / 'a.db').as_posix()}")
    store, conversations = Delivery(engine), Conversations(engine)
    deliverer = Deliverer(store, conversations, _Answers(answer), [channel], Limits())

    async def go() -> None:
        await deliverer.start()
        messages = [Incoming("test", str(i), "7", text, {}) for i, text in enumerate(texts)]
        await deliverer.accept(messages)
        for _ in range(200):
            await asyncio.sleep(0.01)
            if len(channel.sent) >= len(texts):
                break
        await deliverer.stop()

    asyncio.run(go())
    return channel.sent


def test_a_broken_turn_is_apologised_for_and_the_next_is_answered(tmp_path: Path) -> None:
    def answer(text: str) -> _Answer:
        if text == SECRET:
            raise ValueError(text)
        return _Answer("35.000 đồng")

    with capture_logs() as logs:
        sent = _told(tmp_path, answer, SECRET, "lệ phí")
    assert "trục trặc" in sent[0]
    assert sent[1] == "35.000 đồng"
    [failed] = [line for line in logs if line["event"] == "turn.failed"]
    assert failed["error"] == "ValueError"
    assert "test_delivery.py" in failed["where"]
    assert "Nguyễn" not in str(logs)


def test_a_turn_without_a_word_is_apologised_for_too(tmp_path: Path) -> None:
    [told] = _told(tmp_path, lambda _: _Answer(), "lệ phí")
    assert "trục trặc" in told


def test_what_failed_is_sent_again_until_it_arrives_and_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.sending._IDLE_S", 0.01)
    sent = _told(tmp_path, lambda text: _Answer(text), "một", "hai", failures=12)
    assert sent == ["một", "hai"]


def test_the_turn_of_a_citizen_who_is_forgotten_is_counted_like_any_other(tmp_path: Path) -> None:
    with capture_logs() as logs:
        [told] = _told(tmp_path, lambda _: _Answer("…"), "/xoa")
    assert "Đã xóa" in told
    assert [line["status"] for line in logs if line["event"] == "turn"] == ["forgotten"]


@pytest.mark.parametrize("attempts", [0, 5, 20, 2000])
def test_the_pause_doubles_up_to_five_minutes(attempts: int) -> None:
    longest = min(2.0 ** min(attempts, 16), 300.0)
    assert longest / 2 <= back_off(attempts) <= longest
