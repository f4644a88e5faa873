from __future__ import annotations

import random
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.places import SPELLINGS, outcome
from bot.places.convert import convert
from bot.places.find import find
from bot.places.index import Index
from bot.places.units import Places, Unit


def _meant(places: Places, text: str) -> str:
    """The unit that is answered about without asking, or what is asked about, as one line."""
    found = find(places, text)
    names = [candidate.unit.full_name for candidate in found.candidates]
    return names[0] if found.sure else " | ".join(["?", *names])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "phường Hưng Định Thuận An Bình Dương giờ thuộc đâu",
            "Phường Hưng Định, thành phố Thuận An, tỉnh Bình Dương",
        ),
        ("thi tran nang mau", "Thị trấn Nàng Mau, huyện Vị Thủy, tỉnh Hậu Giang"),
        ("xã Thuận Hưng Long Mỹ", "Xã Thuận Hưng, huyện Long Mỹ, tỉnh Hậu Giang"),
        (
            "xa thuan hung long my gio thuoc dau",
            "Xã Thuận Hưng, huyện Long Mỹ, tỉnh Hậu Giang",
        ),
        (
            "Bình Dương, Thuận An, Hưng Định",
            "Phường Hưng Định, thành phố Thuận An, tỉnh Bình Dương",
        ),
        ("nang mau hau giang", "Thị trấn Nàng Mau, huyện Vị Thủy, tỉnh Hậu Giang"),
        ("xa vi thuy huyen vi thuy", "Xã Vị Thủy, huyện Vị Thủy, tỉnh Hậu Giang"),
    ],
)
def test_old_communes_are_found_in_any_order_with_words_missing(
    text: str, name: str, places: Places
) -> None:
    assert _meant(places, text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("q1", "Quận 1, thành phố Hồ Chí Minh"),
        ("p. Bến Nghé", "Phường Bến Nghé, quận 1, thành phố Hồ Chí Minh"),
        ("tp hcm", "Thành phố Hồ Chí Minh"),
        ("TP.HCM", "Thành phố Hồ Chí Minh"),
        ("p4 q.10 sg", "Phường 4, quận 10, thành phố Hồ Chí Minh"),
        ("phường 04 quận 5 tphcm", "Phường 4, quận 5, thành phố Hồ Chí Minh"),
        ("F.15 tan binh", "Phường 15, quận Tân Bình, thành phố Hồ Chí Minh"),
        ("xã ea tu bmt", "Xã Ea Tu, thành phố Buôn Ma Thuột, tỉnh Đắk Lắk"),
        ("phường 4 tây ninh", "Phường IV, thành phố Tây Ninh, tỉnh Tây Ninh"),
        ("thị trấn ea t'ling", "Thị trấn Ea T'ling, huyện Cư Jút, tỉnh Đắk Nông"),
        ("thi tran ea t ling", "Thị trấn Ea T'ling, huyện Cư Jút, tỉnh Đắk Nông"),
        ("phường Đakao quận 1", "Phường Đa Kao, quận 1, thành phố Hồ Chí Minh"),
        ("phường Vĩ Dạ Huế", "Phường Vỹ Dạ, quận Thuận Hóa, thành phố Huế"),
        ("đak lak", "Tỉnh Đắk Lắk"),
    ],
)
def test_abbreviations_numbers_and_other_ways_of_writing(
    text: str, name: str, places: Places
) -> None:
    assert _meant(places, text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("hugn dinh thuan an", "Phường Hưng Định, thành phố Thuận An, tỉnh Bình Dương"),
        ("xã Thuận Hưg, Long Mỹ", "Xã Thuận Hưng, huyện Long Mỹ, tỉnh Hậu Giang"),
        ("xã Thuận Hưng huyện Lonh Mỹ", "Xã Thuận Hưng, huyện Long Mỹ, tỉnh Hậu Giang"),
        ("phuonng hung dinh thuan an", "Phường Hưng Định, thành phố Thuận An, tỉnh Bình Dương"),
        (
            "xax Tam Hiệp Phucs Thọ cũ nay thuoocj xã naof",
            "Xã Tam Hiệp, huyện Phúc Thọ, thành phố Hà Nội",
        ),
        (
            "ubnd phuowngf Vỹ Dạ nawmf owr dduowngf nào",
            "Phường Vỹ Dạ, quận Thuận Hóa, thành phố Huế",
        ),
        ("hungdinh thuan an binhduong", "Phường Hưng Định, thành phố Thuận An, tỉnh Bình Dương"),
    ],
)
def test_slips_of_the_finger_are_read_where_another_name_stands_beside(
    text: str, name: str, places: Places
) -> None:
    assert _meant(places, text) == name


@pytest.mark.parametrize(
    "text",
    [
        "Hưng Định\u200b Thuận An",
        unicodedata.normalize("NFD", "phường Hưng Định, Thuận An"),
        "PHƯỜNG HƯNG ĐỊNH, TP. THUẬN AN",
        "phường Hưng Định (Thuận An)",
    ],
)
def test_letter_case_unicode_forms_and_punctuation_do_not_matter(text: str, places: Places) -> None:
    assert find(places, text).unit is places.old_communes["25978"]


def test_names_of_several_provinces_are_asked_about(places: Places) -> None:
    found = find(places, "thuan hung")
    assert not found.sure
    assert found.unit is None
    provinces = {c.unit.province.bare for c in found.candidates}
    assert {"Hậu Giang", "Cần Thơ", "Sóc Trăng"} <= provinces


def test_diacritics_tell_names_apart(places: Places) -> None:
    typed = {c.unit.bare for c in find(places, "xã Thuần Hưng").candidates}
    assert typed == {"Thuần Hưng"}


def test_a_name_elsewhere_is_kept_for_another_button(places: Places) -> None:
    found = find(places, "xã Thuận Hưng huyện Long Mỹ")
    assert found.sure
    assert places.old_communes["31606"] in [c.unit for c in found.others]  # Mỹ Tú, Sóc Trăng


def test_an_old_place_and_the_one_it_became_are_one_answer(places: Places) -> None:
    found = find(places, "xã Nghĩa Dân Hưng Yên")
    assert found.sure
    assert found.candidates[0].codes == ["12286"]


def test_the_kind_tells_a_district_from_a_commune(places: Places) -> None:
    assert find(places, "huyện Hải Hậu").unit is places.old_districts["366"]
    assert find(places, "xã Hải Hậu").unit is places.communes["14215"]
    assert {c.unit.code for c in find(places, "hải hậu").candidates} == {"366", "14215"}


def test_a_bare_name_of_a_province_is_the_province(places: Places) -> None:
    assert find(places, "Bình Dương giờ thuộc đâu").unit is places.old_provinces["74"]


def test_a_city_that_is_now_a_province_is_asked_about(places: Places) -> None:
    found = find(places, "thành phố Bắc Ninh")
    assert {c.unit for c in found.candidates} == {
        places.old_districts["256"],
        places.provinces["24"],
    }
    assert not found.sure


def test_old_and_new_provinces_may_be_mixed(places: Places) -> None:
    assert (
        find(places, "phường Hưng Định thành phố Hồ Chí Minh").unit is places.old_communes["25978"]
    )
    assert find(places, "xã Xà Phiên Hậu Giang").candidates[0].codes == ["31495"]


def test_old_said_behind_the_name_prefers_the_old_unit(places: Places) -> None:
    first = find(places, "phường Thuận An cũ").candidates[0].unit
    assert first.old
    assert not find(places, "phường Thuận An mới").candidates[0].unit.old


@pytest.mark.parametrize(
    ("text", "unknown", "district"),
    [
        ("phường 6 quận 3", "6", "770"),
        ("p5 q.10 sg", "5", "771"),
        ("xa cam che thanh ha", "cam che", "294"),
    ],
)
def test_a_commune_that_ended_before_the_tables_is_told_and_not_replaced(
    text: str, unknown: str, district: str, places: Places
) -> None:
    found = find(places, text)
    assert not found.sure
    assert found.unknown == unknown
    assert found.candidates[0].unit is places.old_districts[district]


def test_a_name_that_only_resembles_is_asked_about(places: Places) -> None:
    found = find(places, "xã Tân Phú huyện Củ Chi")  # there is none in Củ Chi
    assert not found.sure
    assert all(c.unit.district is places.old_districts["783"] for c in found.candidates)


def test_a_missing_word_is_offered_not_taken_for_sure(places: Places) -> None:
    found = find(places, "xã Tân Phú huyện Củ Chi")
    offered = [c.unit.bare for c in (*found.candidates, *found.others)]
    assert "Tân Phú Trung" in offered


@pytest.mark.parametrize(
    "text",
    ["", " ", "?", "…", "làm giấy khai sinh cho con cần gì", "sđt công an xã", "mấy giờ mở cửa",
     "đi 3 lần rồi vẫn thiếu giấy", "ubnd phường có lm vc t7 k, mở tới mấy h z"],
)  # fmt: skip
def test_messages_without_a_place_give_nothing(text: str, places: Places) -> None:
    found = find(places, text)
    assert found.candidates == ()
    assert not found.sure


def test_a_bare_name_among_other_words_is_faint(places: Places) -> None:
    found = find(places, "phường giữ an ninh trật tự kiểu gì")
    assert found.faint or not found.candidates
    assert not found.sure


def test_the_home_is_found_within_a_long_story(places: Places) -> None:
    text = (
        "Vợ chồng tôi vào Bình Dương làm từ năm 2016, quê gốc ở xã Quảng Thái huyện Quảng Xương"
        " Thanh Hóa, mấy năm không về, nghe nói tỉnh huyện xã nhập lại hết. Tết này về mà không"
        " biết quê mình bây giờ gọi là xã gì, trụ sở đóng chỗ nào, tra giúp tôi với."
    )
    assert _meant(places, text) == "Xã Quảng Thái, huyện Quảng Xương, tỉnh Thanh Hóa"


def test_all_namesakes_are_candidates_however_many(places: Places) -> None:
    found = find(places, "xã Tân Thành")
    assert len(found.candidates) > 8
    assert {c.unit.bare for c in found.candidates} == {"Tân Thành"}
    assert len(found.others) <= 8


def test_the_answer_to_a_question_back_is_read_with_what_was_asked(places: Places) -> None:
    assert _meant(places, "hậu giang thuận hưng") == "Xã Thuận Hưng, huyện Long Mỹ, tỉnh Hậu Giang"
    assert _meant(places, "mỹ tú xã thuận hưng") == "Xã Thuận Hưng, huyện Mỹ Tú, tỉnh Sóc Trăng"


def test_a_candidate_tells_what_became_of_it(places: Places) -> None:
    for text in ("xã Thuận Hưng Long Mỹ", "huyện Hải Hậu", "q1", "phường 15 tân bình"):
        [candidate] = find(places, text).candidates
        assert candidate == convert(places, candidate.unit)


def test_a_split_unit_is_found_and_its_part_is_still_to_be_asked(places: Places) -> None:
    found = find(places, "xã Cổ Bi Gia Lâm")
    assert found.sure
    [candidate] = found.candidates
    assert candidate.change == "split"
    assert candidate.settled is None
    assert {s.unit.bare for s in candidate.new} == {"Phúc Lợi", "Phù Đổng", "Gia Lâm"}


def test_an_old_district_answers_with_its_successors(places: Places) -> None:
    [candidate] = find(places, "huyen hai hau nam dinh nop ho so o dau").candidates
    assert candidate.change == "district"
    assert {"Hải Hậu", "Hải Tiến", "Hải Thịnh"} <= {s.unit.bare for s in candidate.new}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "nhà em ở nàng mau, muốn làm căn cước thì nộp ở đâu ạ",
            "Thị trấn Nàng Mau, huyện Vị Thủy, tỉnh Hậu Giang",
        ),
        (
            "làm giấy khai sinh nộp ở đâu, tôi ở phường Hưng Định",
            "Phường Hưng Định, thành phố Thuận An, tỉnh Bình Dương",
        ),
        (
            "số nhà 12 đường Lê Lợi phường Bến Thành quận 1 tp hcm làm khai tử ở đâu",
            "Phường Bến Thành, quận 1, thành phố Hồ Chí Minh",
        ),
        (
            "tổ 5 khu phố 2 phường linh trung thủ đức giờ nộp hồ sơ chỗ nào",
            "Phường Linh Trung, thành phố Thủ Đức, thành phố Hồ Chí Minh",
        ),
    ],
)
def test_a_place_is_found_within_a_question_about_something_else(
    text: str, name: str, places: Places
) -> None:
    assert _meant(places, text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("phường An Phú quận 2", "Phường An Phú, thành phố Thủ Đức, thành phố Hồ Chí Minh"),
        ("phường hiệp phú q9", "Phường Hiệp Phú, thành phố Thủ Đức, thành phố Hồ Chí Minh"),
        ("quận 9", "Thành phố Thủ Đức, thành phố Hồ Chí Minh"),
        ("huyện đảo Lý Sơn giờ là gì", "Huyện Lý Sơn, tỉnh Quảng Ngãi"),
        ("Hà Tây", "Thành phố Hà Nội"),
    ],
)
def test_units_that_ended_long_ago_but_live_on_in_speech(
    text: str, name: str, places: Places
) -> None:
    assert _meant(places, text) == name


def _sample(places: Places, size: int, seed: int) -> list[Unit]:
    return random.Random(seed).sample(list(places.old_communes.values()), size)


@pytest.mark.parametrize("name", [n for n, s in SPELLINGS.items() if s.aim])
def test_spellings_reach_their_aims(name: str, places: Places, index: Index) -> None:
    spelling, chance = SPELLINGS[name], random.Random(7)
    results = [
        outcome(index, unit, spelling.named, find(places, spelling.write(unit, chance)))
        for unit in _sample(places, 400, 7)
    ]
    fair = results.count("right") + results.count("fairly asked")
    assert fair / len(results) >= (spelling.aim or 1)


def test_slips_are_seldom_answered_wrong(places: Places, index: Index) -> None:
    chance = random.Random(7)
    for name, spelling in SPELLINGS.items():
        if "slip" in name:
            results = [
                outcome(index, unit, spelling.named, find(places, spelling.write(unit, chance)))
                for unit in _sample(places, 200, 9)
            ]
            assert results.count("wrong") <= 4, name
            assert results.count("right") >= 0.85 * len(results), name


def test_a_question_takes_less_than_two_milliseconds(places: Places) -> None:
    chance = random.Random(8)
    units = _sample(places, 20, 8)
    texts = [spelling.write(unit, chance) for unit in units for spelling in SPELLINGS.values()]
    for text in texts:
        find(places, text)
    took = []
    for text in texts:
        began = time.process_time()
        find(places, text)
        took.append(time.process_time() - began)
    took.sort()
    assert took[int(len(took) * 0.95)] < 0.002


@given(text=st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_text_gives_a_result(text: str, places: Places) -> None:
    found = find(places, text)
    assert not (found.sure and not found.candidates)


HEAP = ["xã", "phường", "p", "q", "tp", "huyện", "1", "15", "Tân", "Phú", "Châu", "Thành", "An"]
HEAP += ["Bình", "Hòa", "cũ", ",", ".", "'", "-", "ở", "đâu", "M'Drắk", "Thuận", "hcm"]


@given(words=st.lists(st.sampled_from(HEAP), max_size=30))
@settings(max_examples=200, deadline=None)
def test_any_heap_of_place_words_gives_a_result(words: list[str], places: Places) -> None:
    found = find(places, " ".join(words))
    assert found.sure <= (len(found.candidates) == 1)
    assert len(found.others) <= 8
