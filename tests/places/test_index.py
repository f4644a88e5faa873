from __future__ import annotations

import pytest

from bot.places.index import Index, bounds_of, index_of
from bot.places.units import Places, Unit


def _units(index: Index, key: str) -> set[str]:
    return {unit.full_name for unit, _ in index.names[key]}


def test_old_and_new_units_stand_under_the_key_of_their_name(index: Index) -> None:
    assert _units(index, "nangmau") == {"Thị trấn Nàng Mau, huyện Vị Thủy, tỉnh Hậu Giang"}
    assert {"Xã Vị Thủy, thành phố Cần Thơ", "Huyện Vị Thủy, tỉnh Hậu Giang"} <= _units(
        index, "vithuy"
    )


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("4", "Phường IV, thành phố Tây Ninh, tỉnh Tây Ninh"),
        ("vanmieu", "Phường Văn Miếu - Quốc Tử Giám, thành phố Hà Nội"),
        ("saigon", "Thành phố Hồ Chí Minh"),
        ("bmt", "Thành phố Buôn Ma Thuột, tỉnh Đắk Lắk"),
        ("2", "Thành phố Thủ Đức, thành phố Hồ Chí Minh"),
    ],
)
def test_numbers_halves_and_other_names_are_keys_too(key: str, name: str, index: Index) -> None:
    assert name in _units(index, key)


def test_half_of_a_name_that_is_a_districts_is_no_key(index: Index) -> None:
    halves = {"vungtau", "phanrang"}
    for key in halves:
        assert not any(" - " in u.name and u.level == "commune" for u, _ in index.names[key])


def test_the_words_of_a_key_are_remembered(index: Index) -> None:
    assert {bounds for unit, bounds in index.names["nangmau"]} == {frozenset({4})}
    assert bounds_of(["hung", "dinh", "a"]) == {4, 8}
    assert bounds_of(["kep"]) == frozenset()


@pytest.mark.parametrize(
    ("unit", "above"),
    [
        # its own district and province; the province of today is history
        (
            ("old", "25978"),
            {
                "Thành phố Thuận An, tỉnh Bình Dương": True,
                "Tỉnh Bình Dương": True,
                "Thành phố Hồ Chí Minh": False,
            },
        ),
        # its own province; what the old communes lay in is history
        (
            ("new", "31495"),
            {
                "Thành phố Cần Thơ": True,
                "Huyện Long Mỹ, tỉnh Hậu Giang": False,
                "Tỉnh Hậu Giang": False,
            },
        ),
    ],
)
def test_a_unit_knows_what_lies_or_lay_above_it(
    unit: tuple[str, str], above: dict[str, bool], index: Index, places: Places
) -> None:
    age, code = unit
    asked = (places.old_communes if age == "old" else places.communes)[code]
    named = {upper.full_name: law for upper, law in index.above(asked).items() if upper.old}
    named |= {
        upper.full_name: law
        for upper, law in index.above(asked).items()
        if upper.full_name in above
    }
    assert named == above


def test_nothing_lies_above_a_province(index: Index, places: Places) -> None:
    assert index.above(places.provinces["92"]) == {}


def _all_under(index: Index, unit: Unit) -> set[str]:
    return {key for keys in index.keys_under(unit).values() for key in keys}


def test_a_district_knows_what_lay_in_it_and_what_that_became(index: Index, places: Places) -> None:
    under = _all_under(index, places.old_districts["936"])  # huyện Long Mỹ
    assert {"thuanhung", "xaphien", "luongtam"} <= under
    assert "nangmau" not in under


def test_a_province_knows_its_districts_too(index: Index, places: Places) -> None:
    old = _all_under(index, places.old_provinces["93"])
    assert {"longmi", "thuanhung", "nangmau"} <= old
    assert old < _all_under(index, places.provinces["92"])


def test_keys_are_also_kept_by_length(index: Index) -> None:
    assert "nangmau" in index.by_length[7]
    assert max(index.by_length) == index.max_length
    assert sum(map(len, index.by_length.values())) == len(index.names)


def test_the_index_is_built_once(places: Places) -> None:
    assert index_of(places) is index_of(places)
