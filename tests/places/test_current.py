from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.places import current
from tests.places.conftest import DATA


@pytest.fixture
def _forgotten() -> Iterator[None]:
    """What was read before, and what the test reads, is not kept."""
    for cached in (current._days, current._places_since):
        cached.cache_clear()
    yield
    for cached in (current._days, current._places_since):
        cached.cache_clear()


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (dt.date(2025, 7, 1), "Xã Bố Hạ, tỉnh Bắc Ninh"),
        (dt.date(2026, 9, 19), "Xã Bố Hạ, tỉnh Bắc Ninh"),
        (dt.date(2026, 9, 20), "Phường Bố Hạ, thành phố Bắc Ninh"),
    ],
)
def test_changes_of_the_map_hold_from_their_day_on(day: dt.date, name: str) -> None:
    assert current.places(day).communes["07294"].full_name == name


def test_days_between_two_changes_share_the_units_in_memory() -> None:
    assert current.places(dt.date(2026, 5, 1)) is current.places(dt.date(2026, 8, 1))


@pytest.mark.usefixtures("_forgotten")
def test_the_folder_of_the_settings_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(DATA, tmp_path / "places")
    (tmp_path / "places" / "amendments.yml").write_text("[]\n", encoding="utf-8")
    monkeypatch.setenv("MOTCUA_DATA", str(tmp_path))
    assert current.places(dt.date(2026, 11, 23)).communes["26485"].kind == "xã"
