"""Writes small knowledge folders."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from tests.builders import CODE, guide_fields, procedure_fields

PROCEDURE_FILE = f"procedures/ho-tich/{CODE}-dang-ky-khai-sinh.yml"
GUIDE_FILE = "guides/account.otp.yml"


def write(data: Path, name: str, content: Any) -> Path:
    path = data / name
    path.parent.mkdir(parents=True, exist_ok=True)
    text = (
        content
        if isinstance(content, str)
        else yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
    )
    path.write_text(text, encoding="utf-8")
    return path


def write_procedure(data: Path, name: str = PROCEDURE_FILE, **changes: Any) -> Path:
    return write(data, name, procedure_fields(**changes))


def write_guide(data: Path, name: str = GUIDE_FILE, **changes: Any) -> Path:
    return write(data, name, guide_fields(**changes))
