"""The knowledge of this process, read once."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from bot.knowledge.ambiguities import Ambiguity, read_ambiguities
from bot.knowledge.loader import Knowledge, load

_DATA = Path(__file__).resolve().parents[2] / "data"


def data_folder() -> Path:
    """Folder of the knowledge files: `MOTCUA_DATA`, or the project's `data`."""
    return Path(os.environ.get("MOTCUA_DATA") or _DATA)


@lru_cache
def knowledge() -> Knowledge:
    """What the assistant knows."""
    return load(data_folder())


@lru_cache
def ambiguities() -> dict[str, Ambiguity]:
    """Ways of speaking that leave open which procedure is meant, by id."""
    return read_ambiguities(data_folder())
