from __future__ import annotations

import datetime as dt
import shutil
import time
from collections import Counter
from pathlib import Path

import pytest

from bot.places.units import Places, PlacesError, amendment_days, read_places, split_kind
from bot.text import canonical
from tests.places.conftest import DATA

BEFORE = dt.date(2026, 4, 29)
DONG_NAI_WARDS = {
    "25270": "Lộc Ninh",
    "25357": "Tân Khai",
    "25363": "Đồng Phú",
    "26116": "Tân Phú",
    "26170": "Trị An",
    "26248": "Trảng Bom",
    "26326": "Dầu Giây",
    "26368": "Long Thành",
    "26425": "Xuân Lộc",
    "26485": "Nhơn Trạch",
}


def test_there_are_as_many_units_as_the_law_says(places: Places) -> None:
    assert len(places.provinces) == 34
    assert len(places.communes) == 3321
    assert len(places.old_provinces) == 63
    assert len(places.old_districts) == 696
    assert len(places.old_communes) == 10_035


def test_the_kinds_of_communes_add_up_to_the_published_totals(places: Places) -> None:
    kinds = Counter(unit.kind for unit in places.communes.values())
    assert kinds == {"xã": 2599, "phường": 709, "đặc khu": 13}


def test_every_old_commune_went_somewhere_and_every_new_one_came_from_somewhere(
    places: Places,
) -> None:
    assert places.successors.keys() == places.old_communes.keys()
    islands = {unit.code for units in places.islands.values() for unit in units}
    assert places.predecessors.keys() | islands == places.communes.keys()


def test_an_old_commune_stays_within_the_province_that_took_its_own(places: Places) -> None:
    for code, successors in places.successors.items():
        province = places.old_communes[code].province
        for successor in successors:
            assert successor.unit.province.code == places.province_successor[province.code]


def test_every_name_has_a_kind_and_is_written_one_way(places: Places) -> None:
    kinds = {"tỉnh", "thành phố", "quận", "huyện", "thị xã", "phường", "xã", "thị trấn", "đặc khu"}
    for unit in places:
        assert unit.kind in kinds, unit
        assert unit.name == canonical(unit.name).strip(), unit
        assert "  " not in unit.name


def test_every_unit_tells_its_source_and_date(places: Places) -> None:
    for unit in places:
        assert len(unit.source.what) > 10
        assert dt.date(2025, 7, 1) <= unit.source.date


@pytest.mark.parametrize(("code", "name"), DONG_NAI_WARDS.items())
def test_dong_nai_renamings_hold_from_their_day_on(code: str, name: str, places: Places) -> None:
    unit = places.communes[code]
    assert (unit.name, unit.was) == (f"Phường {name}", f"Xã {name}")
    assert unit.source.date == dt.date(2026, 4, 30)
    assert "237/NQ-UBTVQH16" in str(unit.source)
    assert unit.province.name == "Thành phố Đồng Nai"


def test_before_their_day_renamings_do_not_hold() -> None:
    places = read_places(DATA, BEFORE)
    assert places.communes["26485"].full_name == "Xã Nhơn Trạch, tỉnh Đồng Nai"
    assert places.communes["26485"].was is None
    assert read_places(DATA, BEFORE + dt.timedelta(1)).communes["26485"].kind == "phường"


def test_the_days_of_change_are_told() -> None:
    days = amendment_days(DATA)
    assert {dt.date(2026, 4, 30), dt.date(2026, 9, 20)} <= set(days)
    assert list(days) == sorted(days)


def test_old_and_new_units_may_share_a_code(places: Places) -> None:
    assert places.old_communes["31441"].full_name == (
        "Thị trấn Nàng Mau, huyện Vị Thủy, tỉnh Hậu Giang"
    )
    assert places.communes["31441"].full_name == "Xã Vị Thủy, thành phố Cần Thơ"


def test_a_unit_knows_its_district_and_province(places: Places) -> None:
    commune = places.old_communes["25978"]
    assert (commune.bare, commune.kind) == ("Hưng Định", "phường")
    assert commune.district is places.old_districts["725"]
    assert commune.province is places.old_provinces["74"]
    assert places.communes["25978"].district is None


def test_a_new_commune_knows_what_went_into_it(places: Places) -> None:
    came = {unit.bare for unit in places.predecessors["25978"]}
    assert came == {"Hưng Định", "An Thạnh", "An Sơn"}


@pytest.mark.parametrize(
    ("code", "name"), [("00556", "Xã Đặng Xá"), ("01651", "Xã Mỹ Hưng"), ("02482", "Xã Phú Thịnh")]
)
def test_codes_that_stand_twice_in_the_table_are_put_right(
    code: str, name: str, places: Places
) -> None:
    assert places.old_communes[code].name == name


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Thị trấn Nàng Mau", ("Thị trấn", "Nàng Mau")),
        ("Thành phố Hồ Chí Minh", ("Thành phố", "Hồ Chí Minh")),
        ("Phường 1", ("Phường", "1")),
        ("Đặc khu Côn Đảo", ("Đặc khu", "Côn Đảo")),
    ],
)
def test_a_name_is_kind_and_bare_name(name: str, parts: tuple[str, str]) -> None:
    assert split_kind(name) == parts


def test_reading_everything_is_fast() -> None:
    took = []
    for _ in range(5):
        began = time.process_time()
        read_places(DATA)
        took.append(time.process_time() - began)
    assert min(took) < 0.1


def test_the_files_are_small_and_name_source_and_date() -> None:
    files = list(DATA.iterdir())
    assert sum(path.stat().st_size for path in files) < 1_000_000
    for path in files:
        head = path.read_text(encoding="utf-8")[:600]
        assert "source: " in head
        assert "date: " in head


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("communes.tsv", "\t92\n", "\t99\n"),
        ("old_communes.tsv", "\t31495\n", "\t99999\n"),
        ("amendments.yml", "26485", "99999"),
        ("amendments.yml", "communes:", "xa:"),
        ("provinces.tsv", "# date: 2025-07-01", "# date: hôm qua"),
    ],
)
def test_a_broken_file_is_refused(file: str, old: str, new: str, tmp_path: Path) -> None:
    folder = tmp_path / "places"
    shutil.copytree(DATA, folder)
    path = folder / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PlacesError):
        read_places(folder)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PlacesError, match=str(tmp_path)):
        read_places(tmp_path)
    with pytest.raises(PlacesError):
        amendment_days(tmp_path)
