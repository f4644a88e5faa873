"""`doctor`: looks at what the assistant needs, and says what to mend."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import requests
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot.cli.train import up_to_date
from bot.dossiers.data import DossierDataError, read
from bot.dossiers.http import HttpService
from bot.knowledge.current import knowledge
from bot.settings import ROOT, SettingError, Settings, settings
from bot.storage.database import open_database
from bot.storage.tokens import Tokens

_TIMEOUT_S = 10
_LEAST_DISK_MB = 500
_CLOCK_OFF_S = 120

# What is looked at, and the answer: None where all is well, else what to do.
Finding = tuple[str, str | None]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No options: everything is a setting (`.env`)."""


def run(arguments: argparse.Namespace) -> int:
    """Prints one line a check; status 1 when something has to be mended."""
    try:
        chosen = settings()
    except SettingError as error:
        print(f"❌ cài đặt (.env): {error}")
        return 1
    bad = 0
    for name, advice in findings(chosen):
        print(f"✅ {name}" if advice is None else f"❌ {name}: {advice}")
        bad += advice is not None
    return 1 if bad else 0


def findings(chosen: Settings) -> Iterator[Finding]:
    """Looks at everything that is switched on, one thing after the other."""
    yield "chỗ trống trên đĩa", _disk(ROOT)
    yield "cơ sở dữ liệu", _database(chosen)
    yield "mô hình", _model(chosen)
    if chosen.commune:
        yield "tệp của xã, phường", _commune(chosen.commune)
    if chosen.dossier_service:
        yield "nơi tra cứu hồ sơ", _dossier_service(chosen.dossier_service)
    if chosen.telegram_token:
        yield from _telegram(chosen)
    if chosen.zalo_oa_app_id:
        yield from _zalo_oa(chosen)
    if chosen.zalo_bot_token:
        yield from _zalo_bot(chosen)


def _disk(folder: Path) -> str | None:
    free = shutil.disk_usage(folder).free // 2**20
    return None if free >= _LEAST_DISK_MB else f"chỉ còn {free} MB, cần {_LEAST_DISK_MB} MB"


def _database(chosen: Settings) -> str | None:
    try:
        with open_database(chosen.database_url).connect() as connection:
            connection.execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        return f"không mở được ({type(error).__name__}); xem MOTCUA_DATABASE_URL"
    return None


def _model(chosen: Settings) -> str | None:
    if not list(chosen.models.glob("*.tar.gz")):
        return "chưa có; chạy ./motcua train"
    return None if up_to_date() else "cũ hơn dữ liệu; chạy ./motcua train"


def _commune(code: str) -> str | None:
    if code in knowledge().communes:
        return None
    return f"chưa có data/communes/{code}.yml (hoặc tệp còn dòng 'example'); xem docs/"


def _dossier_service(path: str) -> str | None:
    try:
        read(Path(path), HttpService)
    except DossierDataError as error:
        return f"tệp MOTCUA_DOSSIER_SERVICE chưa dùng được: {error}"
    return None


def _telegram(chosen: Settings) -> Iterator[Finding]:
    base = f"{chosen.telegram_api.rstrip('/')}/bot{chosen.telegram_token}"
    name = "Telegram: mã bot"
    try:
        answer = requests.get(f"{base}/getMe", timeout=_TIMEOUT_S)
        body = answer.json()
    except (requests.RequestException, ValueError):
        yield name, "không nối được Telegram; xem mạng, tường lửa"
        return
    if not body.get("ok"):
        yield name, "Telegram không nhận; chép lại mã từ BotFather vào MOTCUA_TELEGRAM_TOKEN"
        return
    yield f"{name} (@{body['result'].get('username')})", None
    yield "đồng hồ của máy", _clock(answer.headers.get("Date"))
    try:
        info = requests.get(f"{base}/getWebhookInfo", timeout=_TIMEOUT_S).json().get("result", {})
    except (requests.RequestException, ValueError):
        yield "Telegram: webhook", "không nối được Telegram; chạy lại ./motcua doctor"
        return
    yield "Telegram: webhook", _webhook(chosen, info)


def _clock(date: str | None) -> str | None:
    if date is None:
        return None
    off = abs((datetime.now(UTC) - parsedate_to_datetime(date)).total_seconds())
    return None if off < _CLOCK_OFF_S else f"lệch {off:.0f} giây; bật tự chỉnh giờ"


def _webhook(chosen: Settings, info: dict[str, object]) -> str | None:
    if chosen.telegram_mode == "polling":
        return None if not info.get("url") else "đang đặt webhook ở nơi khác; trợ lý sẽ gỡ khi chạy"
    expected = f"{(chosen.public_url or '').rstrip('/')}/webhooks/telegram"
    if info.get("url") != expected:
        return f"chưa trỏ về {expected}; khởi động lại trợ lý"
    error = info.get("last_error_message")
    return f"Telegram gọi không được: {error}" if error else None


def _zalo_oa(chosen: Settings) -> Iterator[Finding]:
    needed: dict[str, Callable[[Settings], str | None]] = {
        "MOTCUA_ZALO_OA_APP_SECRET": lambda s: s.zalo_oa_app_secret,
        "MOTCUA_ZALO_OA_SECRET": lambda s: s.zalo_oa_secret,
        "MOTCUA_PUBLIC_URL": lambda s: s.public_url,
    }
    missing = [name for name, value in needed.items() if not value(chosen)]
    yield "Zalo OA: cài đặt", f"thiếu {', '.join(missing)}" if missing else None
    pair = Tokens(open_database(chosen.database_url)).load(chosen.zalo_oa_app_id or "")
    yield "Zalo OA: mã truy cập", None if pair else "chưa có; chạy ./motcua zalo login"
    try:
        answer = requests.get(chosen.zalo_oa_api, timeout=_TIMEOUT_S)
    except requests.RequestException:
        yield "Zalo OA: mạng", "không nối được Zalo; xem mạng, tường lửa"
        return
    # A signed event that is minutes old counts as a replay: the clock matters.
    yield "đồng hồ của máy (so với Zalo)", _clock(answer.headers.get("Date"))
    yield "Zalo OA: webhook", _reached(chosen, "/webhooks/zalo_oa")


def _reached(chosen: Settings, path: str) -> str | None:
    """Calls our own public address, as Zalo's console does when the address is saved."""
    address = f"{(chosen.public_url or '').rstrip('/')}{path}"
    try:
        status = requests.post(address, timeout=_TIMEOUT_S).status_code
    except requests.RequestException:
        return f"{address} chưa gọi được từ ngoài; xem tên miền, https, và trợ lý đã chạy chưa"
    return None if status == 200 else f"{address} trả lời {status}, phải là 200"


def _zalo_bot(chosen: Settings) -> Iterator[Finding]:
    base = f"{chosen.zalo_bot_api.rstrip('/')}/bot{chosen.zalo_bot_token}"
    name = "Zalo Bot: mã bot"
    try:
        answer = requests.post(f"{base}/getMe", json={}, timeout=_TIMEOUT_S)
        body = answer.json()
    except (requests.RequestException, ValueError):
        yield name, "không nối được Zalo; xem mạng, tường lửa"
        return
    if not body.get("ok"):
        yield name, "Zalo không nhận; chép lại mã vào MOTCUA_ZALO_BOT_TOKEN"
        return
    yield name, None
    yield "đồng hồ của máy (so với Zalo)", _clock(answer.headers.get("Date"))
