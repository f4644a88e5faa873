"""Every setting, read once from the environment and the project's `.env`.

Names are fixed by the answer contract; `.env` never overrides the environment.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


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
        data: Folder of the knowledge files (`MOTCUA_DATA`).
        models: Folder of trained models (`MOTCUA_MODELS`).
        keep_days: Days after which idle conversations are deleted (`MOTCUA_KEEP_DAYS`).
    """

    database_url: str
    host: str = "127.0.0.1"
    port: int = 5005
    public_url: str | None = None
    commune: str | None = None
    data: Path = field(default=ROOT / "data")
    models: Path = field(default=ROOT / "models")
    keep_days: int = 30


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
        data=Path(given.get("MOTCUA_DATA", ROOT / "data")),
        models=Path(given.get("MOTCUA_MODELS", ROOT / "models")),
        keep_days=_number(given, "MOTCUA_KEEP_DAYS", 30, 1, 3650),
    )


def _number(given: dict[str, str], name: str, default: int, low: int, high: int) -> int:
    text = given.get(name, str(default))
    if not (text.isascii() and text.isdigit()) or not low <= int(text) <= high:
        raise SettingError(f"{name}={text!r}: cần một số từ {low} đến {high}")
    return int(text)


@lru_cache
def settings() -> Settings:
    """The settings of this process, from `.env` and the environment."""
    return read({**read_env_file(ROOT / ".env"), **os.environ})
