"""A citizen asks to be told, the status changes at the province, the citizen is told once."""

from __future__ import annotations

import copy
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.dossiers.service import ANSWER, CODE, NAME, Service, says
from tests.end_to_end.conftest import Server
from tests.fakes.server import wait_until
from tests.fakes.telegram import TOKEN, FakeTelegram

CITIZEN, OTHER = 4711, 4712


def _answer(status: str) -> dict[str, Any]:
    answer = copy.deepcopy(ANSWER)
    answer["content"][0]["statusCurrentTask"] = status
    return answer


@pytest.fixture(scope="module")
def province() -> Iterator[Service]:
    service = Service()
    yield service
    service.close()


@pytest.fixture(scope="module")
def telegram() -> Iterator[FakeTelegram]:
    fake = FakeTelegram()
    yield fake
    fake.close()


@pytest.fixture(scope="module")
def server(
    province: Service, telegram: FakeTelegram, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    folder: Path = tmp_path_factory.mktemp("watching")
    how = folder / "service.yml"
    how.write_text(yaml.safe_dump({"address": f"{province.url}/?code={{code}}", "memory_s": 0}))
    running = Server(
        folder,
        MOTCUA_TELEGRAM_TOKEN=TOKEN,
        MOTCUA_TELEGRAM_API=telegram.url,
        MOTCUA_DOSSIER_SERVICE=str(how),
        MOTCUA_WATCH_SECONDS="1",
    )
    running.start()
    yield running
    running.stop()


def _told(telegram: FakeTelegram, chat: int, words: str) -> list[str]:
    return [text for text in telegram.sent[chat] if words.lower() in text.lower()]


def _looked_up(province: Service, times: int = 2) -> None:
    """Waits for `times` further look-ups."""
    before = province.calls
    wait_until(lambda: province.calls >= before + times, what="to be looked up")


def _press(telegram: FakeTelegram, chat: int, title: str) -> None:
    """Presses the button of that title under the last answer."""
    rows = [row for row in telegram.keyboards[chat] if row][-1]
    payload = next(b["callback_data"] for row in rows for b in row if b["text"] == title)
    telegram.offer(telegram.button(chat, payload))


def test_a_change_is_told_once_and_the_end_ends_it(
    server: Server, province: Service, telegram: FakeTelegram
) -> None:
    province.acts = [says(_answer("Đang xử lý"))]
    telegram.offer(telegram.text(CITIZEN, f"hồ sơ {CODE} tới đâu rồi"))
    wait_until(lambda: _told(telegram, CITIZEN, "đang xử lý"), what="for the status")
    _press(telegram, CITIZEN, "Báo tôi khi có thay đổi")
    wait_until(lambda: _told(telegram, CITIZEN, "60 ngày"), what="for the promise")
    _looked_up(province)
    before = len(telegram.sent[CITIZEN])
    assert before == len(telegram.sent[CITIZEN]), "nothing changed, nothing is said"

    province.acts = [says(_answer("Yêu cầu bổ sung giấy tờ"))]
    wait_until(lambda: _told(telegram, CITIZEN, "bổ sung"), what="to be told")
    _looked_up(province, 3)
    assert len(telegram.sent[CITIZEN]) == before + 1

    province.acts = [says("<html>bảo trì</html>"), says(_answer("Đã trả kết quả"))]
    wait_until(lambda: _told(telegram, CITIZEN, "trả kết quả"), what="for the end")
    time.sleep(2.5)
    assert len(telegram.sent[CITIZEN]) == before + 2
    calls = province.calls
    time.sleep(2.5)
    assert province.calls == calls, "what is done is not looked up any more"
    assert not any(NAME in text for text in telegram.sent[CITIZEN])


def test_who_says_stop_is_not_told(
    server: Server, province: Service, telegram: FakeTelegram
) -> None:
    province.acts = [says(_answer("Đang xử lý"))]
    telegram.offer(telegram.text(OTHER, f"tra cứu hồ sơ {CODE}"))
    wait_until(lambda: _told(telegram, OTHER, "đang xử lý"), what="for the status")
    _press(telegram, OTHER, "Báo tôi khi có thay đổi")
    wait_until(lambda: _told(telegram, OTHER, "60 ngày"), what="for the promise")
    _looked_up(province)
    _press(telegram, OTHER, "Thôi theo dõi")
    wait_until(lambda: _told(telegram, OTHER, "thôi theo dõi hồ sơ"), what="for the stop")
    before = len(telegram.sent[OTHER])
    province.acts = [says(_answer("Đã trả kết quả"))]
    time.sleep(3)
    assert len(telegram.sent[OTHER]) == before
