from __future__ import annotations

import pytest

from bot.places.index import Index
from bot.places.mentions import Mention, mentions_in, mentions_of
from bot.places.names import words_of


def _mentions(index: Index, text: str) -> list[Mention]:
    return mentions_in(index, words_of(text))


def _of(index: Index, text: str, name: str) -> Mention:
    """The mention of the unit with this full name."""
    [mention] = [m for m in _mentions(index, text) if m.unit.full_name == name]
    return mention


NANG_MAU = "Thị trấn Nàng Mau, huyện Vị Thủy, tỉnh Hậu Giang"


def test_a_mention_spans_kind_and_name(index: Index) -> None:
    mention = _of(index, "em ở thị trấn Nàng Mau ạ", NANG_MAU)
    assert (mention.start, mention.name, mention.end, mention.said) == (2, 4, 6, True)
    bare = _of(index, "em ở Nàng Mau ạ", NANG_MAU)
    assert (bare.start, bare.name, bare.end, bare.said) == (2, 2, 4, False)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("thị trấn Nàng Mau", "Nàng Mau"),
        ("Nàng Mau", "xã Nàng Mau"),  # of the same tier, but another
        ("xã Nàng Mau", "huyện Nàng Mau"),
        ("Nàng Mau", "nang mau"),
        ("nang mau", "Náng Mau"),
        ("nang mau", "nangmau"),
    ],
)
def test_evidence_is_weighed(better: str, worse: str, index: Index) -> None:
    assert _of(index, better, NANG_MAU).value > _of(index, worse, NANG_MAU).value


def test_other_diacritics_are_misread_and_none_are_not(index: Index) -> None:
    assert _of(index, "Náng Mau", NANG_MAU).misread
    assert not _of(index, "nang mau", NANG_MAU).misread
    assert not _of(index, "Nàng Mau", NANG_MAU).misread


def test_the_bare_name_of_a_larger_unit_is_likelier(index: Index) -> None:
    sizes = {m.unit.level: m.size for m in _mentions(index, "hung yen")}
    assert sizes["province"] > sizes["district"] > sizes["commune"] == 0
    assert all(m.size == 0 for m in _mentions(index, "tinh son la") if m.said)


@pytest.mark.parametrize("text", ["công an phường", "cong an"])
def test_words_are_not_split_within(text: str, index: Index) -> None:
    assert not any(m.unit.bare == "Cô Ngân" for m in _mentions(index, text))


def test_no_name_runs_across_a_comma(index: Index) -> None:
    assert not any(m.unit.bare == "Nàng Mau" for m in _mentions(index, "Nàng, Mau"))


@pytest.mark.parametrize("text", ["mất 3 ngày", "mở cửa 7 giờ", "năm 2025", "10 tuổi"])
def test_a_number_of_things_is_no_ward(text: str, index: Index) -> None:
    assert not any(m.unit.bare.isdigit() for m in _mentions(index, text))


def test_a_district_that_became_a_city_is_found_by_its_number(index: Index) -> None:
    mention = _of(index, "q9", "Thành phố Thủ Đức, thành phố Hồ Chí Minh")
    assert mention.said
    assert mention.value > 0


def test_a_lone_letter_of_another_kind_says_nothing(index: Index) -> None:
    mention = _of(index, "9 h Nàng Mau", NANG_MAU)
    assert (mention.start, mention.said) == (2, False)


def test_xa_behind_a_word_may_end_a_name(index: Index) -> None:
    phu_ly = "Thành phố Phủ Lý, tỉnh Hà Nam"
    assert not _of(index, "trinh xa phu ly", phu_ly).said


def test_a_changed_letter_costs(index: Index) -> None:
    words = words_of("thi tran nang mao")
    [mention] = mentions_of(index, words, 2, 4, "nangmau", edits=1)
    assert mention.edits == 1
    assert mention.value < _of(index, "thi tran nang mau", NANG_MAU).value


def test_two_names_overlap_when_they_share_a_word(index: Index) -> None:
    mentions = {m.unit.full_name: m for m in _mentions(index, "Hòa Bình Minh")}
    hoa_binh, binh_minh = mentions["Tỉnh Hòa Bình"], mentions["Thị xã Bình Minh, tỉnh Vĩnh Long"]
    assert hoa_binh.overlaps(binh_minh)
    apart = _mentions(index, "Hòa Bình, Nàng Mau")
    assert not _of(index, "Hòa Bình, Nàng Mau", "Tỉnh Hòa Bình").overlaps(apart[-1])
