from __future__ import annotations

import datetime as dt

import pytest

from bot.places.convert import convert
from bot.places.units import Places


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("25978", "25978"),  # phường Hưng Định, Thuận An, Bình Dương → phường Thuận An, TP.HCM
        ("31441", "31441"),  # thị trấn Nàng Mau → xã Vị Thủy, Cần Thơ
        ("31483", "31495"),  # xã Thuận Hưng, Long Mỹ → xã Xà Phiên, not the ward Thuận Hưng
        ("12283", "12286"),  # xã Nghĩa Dân, Kim Động → xã Nghĩa Dân, Hưng Yên
    ],
)
def test_a_merged_commune_has_one_successor(old: str, new: str, places: Places) -> None:
    result = convert(places, places.old_communes[old])
    assert result.change == "merged"
    assert result.codes == [new]
    assert result.settled is places.communes[new]


def test_the_successors_name_is_the_one_of_today(places: Places) -> None:
    result = convert(places, places.old_communes["31483"])
    assert result.new[0].unit.full_name == "Xã Xà Phiên, thành phố Cần Thơ"
    assert result.source.date == dt.date(2025, 7, 1)


def test_a_split_commune_gives_every_part_and_settles_on_none(places: Places) -> None:
    result = convert(places, places.old_communes["00553"])  # xã Cổ Bi, Gia Lâm
    assert result.change == "split"
    assert set(result.codes) == {"00136", "00541", "00565"}
    assert {successor.share for successor in result.new} == {"part"}
    assert result.settled is None


def test_where_only_land_went_elsewhere_the_people_have_one_commune(places: Places) -> None:
    result = convert(places, places.old_communes["00556"])  # xã Đặng Xá, Gia Lâm
    assert result.change == "split"
    assert [(s.unit.code, s.share) for s in result.new] == [
        ("00562", "land_and_people"),
        ("00541", "land"),
    ]
    assert result.settled is places.communes["00562"]


@pytest.mark.parametrize(
    ("code", "change", "name"),
    [
        ("24235", "renamed", "Xã Buôn Đôn"),  # xã Krông Na
        ("25114", "renamed", "Xã Đạ Huoai 3"),  # xã Bà Gia
        ("14845", "renamed", "Xã Mường Lát"),  # thị trấn Mường Lát
        ("31105", "renamed", "Đặc khu Thổ Châu"),  # xã Thổ Châu
    ],
)
def test_a_commune_alone_in_its_successor_was_renamed(
    code: str, change: str, name: str, places: Places
) -> None:
    result = convert(places, places.old_communes[code])
    assert (result.change, result.new[0].unit.name) == (change, name)


def test_a_commune_that_stayed_as_it_was_is_told_so(places: Places) -> None:
    unchanged = [
        unit for unit in places.old_communes.values() if convert(places, unit).change == "unchanged"
    ]
    assert len(unchanged) > 100
    for unit in unchanged:
        [successor] = convert(places, unit).new
        assert successor.unit.name == unit.name


def test_a_later_resolution_is_named_as_the_source(places: Places) -> None:
    result = convert(places, places.old_communes["26485"])
    assert result.new[0].unit.full_name == "Phường Nhơn Trạch, thành phố Đồng Nai"
    assert result.source.date == dt.date(2026, 4, 30)


@pytest.mark.parametrize(
    ("code", "names"),
    [
        (
            "366",  # huyện Hải Hậu, Nam Định
            "Hải An, Hải Anh, Hải Hưng, Hải Hậu, Hải Quang, Hải Thịnh, Hải Tiến, Hải Xuân",
        ),
        ("332", "Hoàng Hoa Thám, Tiên Hoa, Tiên Lữ, Tân Hưng"),  # huyện Tiên Lữ, Hưng Yên
    ],
)
def test_a_district_answers_with_its_new_communes(code: str, names: str, places: Places) -> None:
    result = convert(places, places.old_districts[code])
    assert result.change == "district"
    assert {s.unit.bare for s in result.new if s.share != "land"} == set(names.split(", "))
    assert result.settled is None


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("536", "Đặc khu Lý Sơn"),  # had no communes
        ("755", "Đặc khu Côn Đảo"),
        ("602", "Đặc khu Phú Quý"),  # had three
    ],
)
def test_an_island_district_has_one_successor(code: str, name: str, places: Places) -> None:
    result = convert(places, places.old_districts[code])
    assert result.settled is not None
    assert result.settled.name == name


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("74", "Thành phố Hồ Chí Minh"),
        ("93", "Thành phố Cần Thơ"),
        ("36", "Tỉnh Ninh Bình"),
        ("01", "Thành phố Hà Nội"),
    ],
)
def test_a_province_has_one_successor(old: str, new: str, places: Places) -> None:
    result = convert(places, places.old_provinces[old])
    assert result.change == "province"
    assert result.settled is not None
    assert result.settled.name == new


def test_a_unit_of_today_is_its_own_answer(places: Places) -> None:
    unit = places.communes["25978"]
    result = convert(places, unit)
    assert (result.change, result.settled, result.codes) == ("current", unit, ["25978"])


def test_every_unit_can_be_converted_and_only_to_units_of_today(places: Places) -> None:
    for unit in places:
        result = convert(places, unit)
        assert result.new, unit
        assert not any(successor.unit.old for successor in result.new)
