from __future__ import annotations

from pathlib import Path

import pytest

from bot.places.index import Index, index_of
from bot.places.units import Places, read_places

DATA = Path(__file__).resolve().parents[2] / "data" / "places"


@pytest.fixture(scope="session")
def places() -> Places:
    return read_places(DATA)


@pytest.fixture(scope="session")
def index(places: Places) -> Index:
    return index_of(places)
