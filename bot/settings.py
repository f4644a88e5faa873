"""Every setting, read once from the environment and the project's `.env`.

Names are fixed by the answer contract; `.env` never overrides the environment.
"""

from __future__ import annotations

import contextlib
import hmac
import os
import secrets
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


# Settings that are taken as they are.
_TEXTS = (
    "dossier_service",
    "telegram_token",
    "telegram_secret",
    "telegram_api",
    "zalo_oa_app_id",
    "zalo_oa_app_secret",
    "zalo_oa_id",
    "zalo_oa_secret",
    "zalo_oa_api",
    "zalo_oauth",
    "zalo_bot_token",
    "zalo_bot_secret",
    "zalo_bot_api",
)


class SettingError(Exception):
    """A setting has a value that cannot be used."""


@dataclass(frozen=True)
class Settings:
    """The settings of one deployment.

    Attributes:
        database_url: SQLAlchemy URL (`MOTCUA_DATABASE_URL`).
        host: Address to listen on (`MOTCUA_HOST`).
        port: Port to listen on (`MOTCUA_PORT`).
        public_url: https address that channels call (`MOTCUA_PUBLIC_URL`).
        commune: Unit code of the commune assumed where nothing else tells (`MOTCUA_COMMUNE`).
        models: Folder of trained models (`MOTCUA_MODELS`).
        keep_days: Days after which idle conversations are deleted (`MOTCUA_KEEP_DAYS`).
        citizen_burst: Messages of one citizen answered at once (`MOTCUA_CITIZEN_BURST`).
        citizen_per_second: Messages a second after that (`MOTCUA_CITIZEN_PER_SECOND`).
        citizen_queue: Messages of one citizen that may wait (`MOTCUA_CITIZEN_QUEUE`).
        sends_at_once: Sends of a channel under way at once (`MOTCUA_SENDS_AT_ONCE`); a crash may
            leave as many of unknown outcome.
        dossier_service: File that says how to ask a look-up service for dossiers
            (`MOTCUA_DOSSIER_SERVICE`); None: only the commune's own list, if there is one.
        watch_seconds: Pause between two look-ups of a watched dossier (`MOTCUA_WATCH_SECONDS`).
        telegram_token: The bot's token (`MOTCUA_TELEGRAM_TOKEN`); None: the channel is off.
        telegram_mode: `polling` or `webhook` (`MOTCUA_TELEGRAM_MODE`).
        telegram_secret: Webhook secret (`MOTCUA_TELEGRAM_SECRET`); None: random.
        telegram_api: API base (`MOTCUA_TELEGRAM_API`).
        telegram_per_second: Messages a second, 0: no limit (`MOTCUA_TELEGRAM_PER_SECOND`).
        zalo_oa_app_id: The application (`MOTCUA_ZALO_OA_APP_ID`); None: the channel is off.
        zalo_oa_app_secret: Its secret (`MOTCUA_ZALO_OA_APP_SECRET`).
        zalo_oa_id: The Official Account (`MOTCUA_ZALO_OA_ID`).
        zalo_oa_secret: Its secret key, for signatures (`MOTCUA_ZALO_OA_SECRET`).
        zalo_oa_api: API base (`MOTCUA_ZALO_OA_API`).
        zalo_oauth: OAuth base (`MOTCUA_ZALO_OAUTH`).
        zalo_bot_token: The Zalo bot's token (`MOTCUA_ZALO_BOT_TOKEN`); None: the channel is off.
        zalo_bot_mode: `polling` or `webhook` (`MOTCUA_ZALO_BOT_MODE`).
        zalo_bot_secret: Webhook secret (`MOTCUA_ZALO_BOT_SECRET`); None: random.
        zalo_bot_api: API base (`MOTCUA_ZALO_BOT_API`).
    """

    database_url: str
    host: str = "127.0.0.1"
    port: int = 5005
    public_url: str | None = None
    commune: str | None = None
    models: Path = field(default=ROOT / "models")
    keep_days: int = 30
    citizen_burst: int = 10
    citizen_per_second: int = 1
    citizen_queue: int = 200
    sends_at_once: int = 1
    dossier_service: str | None = None
    watch_seconds: int = 7200
    telegram_token: str | None = None
    telegram_mode: str = "polling"
    telegram_secret: str | None = None
    telegram_api: str = "https://api.telegram.org"
    telegram_per_second: int = 30
    zalo_oa_app_id: str | None = None
    zalo_oa_app_secret: str | None = None
    zalo_oa_id: str | None = None
    zalo_oa_secret: str | None = None
    zalo_oa_api: str = "https://openapi.zalo.me"
    zalo_oauth: str = "https://oauth.zaloapp.com"
    zalo_bot_token: str | None = None
    zalo_bot_mode: str = "polling"
    zalo_bot_secret: str | None = None
    zalo_bot_api: str = "https://bot-api.zaloplatforms.com"


def read_env_file(path: Path) -> dict[str, str]:
    """Reads `KEY=value` lines; quotes around the value and `#` comment lines are dropped."""
    values: dict[str, str] = {}
    if not path.is_file():
        return values
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        key, mark, value = line.strip().partition("=")
        if mark and not key.startswith("#"):
            values[key.removeprefix("export ").strip()] = value.strip().strip("\"'")
    return values


def read(environment: dict[str, str]) -> Settings:
    """Builds the settings from a mapping of names to values.

    Args:
        environment: E.g. `os.environ`; empty values count as unset.

    Raises:
        SettingError: A number is not a number, or a port is out of range.
    """
    given = {key: value for key, value in environment.items() if value}
    default_database = f"sqlite:///{(ROOT / 'var' / 'motcua.db').as_posix()}"
    return Settings(
        database_url=given.get("MOTCUA_DATABASE_URL", default_database),
        host=given.get("MOTCUA_HOST", "127.0.0.1"),
        port=_number(given, "MOTCUA_PORT", 5005, 1, 65535),
        public_url=given.get("MOTCUA_PUBLIC_URL"),
        commune=given.get("MOTCUA_COMMUNE"),
        models=Path(given.get("MOTCUA_MODELS", ROOT / "models")),
        keep_days=_number(given, "MOTCUA_KEEP_DAYS", 30, 1, 3650),
        citizen_burst=_number(given, "MOTCUA_CITIZEN_BURST", 10, 1, 10_000),
        citizen_per_second=_number(given, "MOTCUA_CITIZEN_PER_SECOND", 1, 1, 10_000),
        citizen_queue=_number(given, "MOTCUA_CITIZEN_QUEUE", 200, 1, 100_000),
        sends_at_once=_number(given, "MOTCUA_SENDS_AT_ONCE", 1, 1, 100),
        watch_seconds=_number(given, "MOTCUA_WATCH_SECONDS", 7200, 1, 86_400),
        telegram_per_second=_number(given, "MOTCUA_TELEGRAM_PER_SECOND", 30, 0, 1000),
        telegram_mode=_mode(given, "MOTCUA_TELEGRAM_MODE"),
        zalo_bot_mode=_mode(given, "MOTCUA_ZALO_BOT_MODE"),
        **{
            name: given[f"MOTCUA_{name.upper()}"]
            for name in _TEXTS
            if f"MOTCUA_{name.upper()}" in given
        },
    )


def _mode(given: dict[str, str], name: str) -> str:
    mode = given.get(name, "polling")
    if mode not in ("polling", "webhook"):
        raise SettingError(f"{name}={mode!r}: cần 'polling' hoặc 'webhook'")
    if mode == "webhook" and not given.get("MOTCUA_PUBLIC_URL"):
        raise SettingError(f"{name}=webhook: cần MOTCUA_PUBLIC_URL, địa chỉ https của máy này")
    return mode


def _number(given: dict[str, str], name: str, default: int, low: int, high: int) -> int:
    text = given.get(name, str(default))
    if not (text.isascii() and text.isdigit()) or not low <= int(text) <= high:
        raise SettingError(f"{name}={text!r}: cần một số từ {low} đến {high}")
    return int(text)


@lru_cache
def settings() -> Settings:
    """The settings of this process, from `.env` and the environment."""
    return read({**read_env_file(ROOT / ".env"), **os.environ})


@lru_cache
def _hash_key() -> bytes:
    given = {**read_env_file(ROOT / ".env"), **os.environ}.get("MOTCUA_HASH_KEY")
    if given:
        return given.encode()
    path = ROOT / "var" / "hash.key"
    path.parent.mkdir(exist_ok=True)
    with contextlib.suppress(FileExistsError):  # whoever creates the file first decides
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        os.write(descriptor, secrets.token_bytes(32))
        os.close(descriptor)
    return path.read_bytes()


def keyed_hash(value: str) -> str:
    """What stands for a person or an account in logs and tables; cannot be guessed back.

    The key is `MOTCUA_HASH_KEY`, or random and kept in `var/hash.key`.
    """
    return hmac.new(_hash_key(), value.encode(errors="surrogatepass"), "sha256").hexdigest()[:16]
