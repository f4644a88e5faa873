"""A payment code on its way to the citizen, over each channel, and a photo on its way back."""

from __future__ import annotations

import io
import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
import segno
import yaml

from bot.knowledge.current import data_folder
from bot.payments.photo import read_codes
from bot.payments.vietqr import parse
from tests.end_to_end.conftest import Server
from tests.fakes.server import Fault, wait_until
from tests.fakes.telegram import TOKEN, FakeTelegram
from tests.fakes.zalo import (
    APP_ID,
    APP_SECRET,
    BOT_TOKEN,
    OA_ID,
    OA_SECRET,
    FakeZaloBot,
    FakeZaloOa,
)

SECRET = "s3cret-of-the-webhook"
ACCOUNT = {
    "bin": "970403",
    "number": "0011012345678",
    "name": "UBND PHUONG THU NGHIEM",
    "bank": "Ngân hàng A",
}
TALK = ["quét mã nộp phí trích lục khai sinh", "G22.99.08-261109-000123"]


def _data_with_a_commune(folder: Path) -> Path:
    """The project's data, and a commune that has an account."""
    data = folder / "data"
    data.mkdir()
    for part in data_folder().iterdir():
        if part.name != "communes":
            (data / part.name).symlink_to(part)
    (data / "communes").mkdir()
    example = next((data_folder() / "communes").glob("*.example.yml"))
    commune = yaml.safe_load(example.read_text(encoding="utf-8"))
    commune |= {"accounts": [ACCOUNT], "example": False}
    text = yaml.safe_dump(commune, allow_unicode=True)
    (data / "communes" / "25978.yml").write_text(text, encoding="utf-8")
    return data


@pytest.fixture(scope="module")
def server(
    telegram: FakeTelegram,
    oa: FakeZaloOa,
    bot: FakeZaloBot,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("pictures")
    running = Server(
        folder,
        MOTCUA_DATA=str(_data_with_a_commune(folder)),
        MOTCUA_COMMUNE="25978",
        MOTCUA_TELEGRAM_TOKEN=TOKEN,
        MOTCUA_TELEGRAM_API=telegram.url,
        MOTCUA_TELEGRAM_MODE="webhook",
        MOTCUA_TELEGRAM_SECRET=SECRET,
        MOTCUA_PUBLIC_URL="https://motcua.example",
        MOTCUA_ZALO_OA_APP_ID=APP_ID,
        MOTCUA_ZALO_OA_APP_SECRET=APP_SECRET,
        MOTCUA_ZALO_OA_ID=OA_ID,
        MOTCUA_ZALO_OA_SECRET=OA_SECRET,
        MOTCUA_ZALO_OA_API=oa.url,
        MOTCUA_ZALO_OAUTH=oa.url,
        MOTCUA_ZALO_BOT_TOKEN=BOT_TOKEN,
        MOTCUA_ZALO_BOT_API=bot.url,
    )
    running.run("zalo", "login", "--code", "first-code", "--verifier", "v")
    running.start()
    yield running
    running.stop()


def _pays_the_commune(png: bytes, folder: Path) -> bool:
    path = folder / "code.png"
    path.write_bytes(png)
    [code] = read_codes(path)
    paid = parse(code)
    return (paid.bin, paid.account) == (ACCOUNT["bin"], ACCOUNT["number"])


def test_telegram_gets_the_code_as_a_photo(
    server: Server, telegram: FakeTelegram, tmp_path: Path
) -> None:
    for text in TALK:
        assert telegram.deliver(server.url, telegram.text(51, text), SECRET) == 200
    wait_until(lambda: telegram.photos[51])
    assert _pays_the_commune(telegram.photos[51][0], tmp_path)


def test_the_official_account_uploads_the_code(
    server: Server, oa: FakeZaloOa, tmp_path: Path
) -> None:
    for text in TALK:
        assert oa.deliver(server.url, oa.event("52", text)) == 200
    wait_until(lambda: "<photo>" in oa.sent["52"])
    assert _pays_the_commune(oa.uploads[-1], tmp_path)


def test_an_upload_that_was_cut_is_made_again(server: Server, oa: FakeZaloOa) -> None:
    oa.faults.append(Fault("upload/image", "cut"))
    for text in TALK:
        oa.deliver(server.url, oa.event("53", text))
    wait_until(lambda: "<photo>" in oa.sent["53"])


def test_zalo_fetches_the_bot_s_code_from_an_address_that_nobody_guesses(
    server: Server, bot: FakeZaloBot, tmp_path: Path
) -> None:
    bot.offer(*(bot.text("54", text) for text in TALK))
    wait_until(lambda: bot.photos["54"])
    [address] = bot.photos["54"]
    path = re.sub(r"^https://motcua\.example", "", address)
    png = urllib.request.urlopen(f"{server.url}{path}", timeout=5).read()
    assert _pays_the_commune(png, tmp_path)


def test_a_photo_sent_to_the_bot_is_fetched_and_judged(server: Server, bot: FakeZaloBot) -> None:
    out = io.BytesIO()
    segno.make("https://vidu-gia-mao.example/nop", micro=False).save(out, kind="png", scale=6)
    bot.files["ma.png"] = out.getvalue()
    bot.offer(bot.text("55", None, photo_url=f"{bot.url}/files/ma.png"))
    wait_until(lambda: any("vidu-gia-mao.example" in text for text in bot.sent["55"]))
