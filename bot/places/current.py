"""The places of this process, read once for each state of the map."""

from __future__ import annotations

import datetime as dt
import os
from functools import lru_cache
from pathlib import Path

from bot.places.units import Places, amendment_days, read_places

_DATA = Path(__file__).resolve().parents[2] / "data"


def places(day: dt.date) -> Places:
    """All units as they are called on `day` (a date in Việt Nam).

    Days between two changes of the map share one set of units.
    """
    return _places_since(max((d for d in _days() if d <= day), default=dt.date.min))


@lru_cache
def _days() -> tuple[dt.date, ...]:
    return amendment_days(_folder())


@lru_cache(maxsize=2)
def _places_since(day: dt.date) -> Places:
    return read_places(_folder(), day)


def _folder() -> Path:
    """`places` below the folder of the knowledge files: `MOTCUA_DATA`, or the project's `data`."""
    return Path(os.environ.get("MOTCUA_DATA") or _DATA) / "places"
