"""Names of banks by the identification number (BIN) in a VietQR."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

_DATA = Path(__file__).resolve().parents[2] / "data"


@lru_cache
def banks() -> dict[str, str]:
    """BIN → everyday name, from `data/payments/banks.tsv`, which names its source and day."""
    path = Path(os.environ.get("MOTCUA_DATA") or _DATA) / "payments" / "banks.tsv"
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {row[0]: row[1] for row in rows}
