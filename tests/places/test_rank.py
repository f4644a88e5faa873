from __future__ import annotations

import pytest

from bot.places.index import Index
from bot.places.mentions import mentions_in
from bot.places.names import words_of
from bot.places.rank import LEAST, Scored, rank


def _ranked(index: Index, text: str) -> list[Scored]:
    words = words_of(text)
    return rank(index, words, mentions_in(index, words))


def _scores(index: Index, text: str) -> dict[str, float]:
    return {item.own.unit.full_name: item.score for item in reversed(_ranked(index, text))}


LONG_MY = "Xã Thuận Hưng, huyện Long Mỹ, tỉnh Hậu Giang"
MY_TU = "Xã Thuận Hưng, huyện Mỹ Tú, tỉnh Sóc Trăng"


@pytest.mark.parametrize(
    "text",
    [
        "xã Thuận Hưng, huyện Long Mỹ",
        "Long Mỹ, Thuận Hưng",
        "thuan hung hau giang",
        "Hậu Giang Long Mỹ xã Thuận Hưng",
    ],
)
def test_district_and_province_beside_the_name_decide(text: str, index: Index) -> None:
    best = _ranked(index, text)[0]
    assert best.own.unit.full_name == LONG_MY
    assert best.beside


def test_without_them_both_are_equal(index: Index) -> None:
    scores = _scores(index, "xã Thuận Hưng")
    assert scores[LONG_MY] == scores[MY_TU]


def test_the_province_of_today_counts_less_than_the_old_one(index: Index) -> None:
    old = _scores(index, "xã Thuận Hưng Hậu Giang")[LONG_MY]
    new = _scores(index, "xã Thuận Hưng Cần Thơ")[LONG_MY]
    assert old > new > _scores(index, "xã Thuận Hưng")[LONG_MY]


def test_a_district_that_does_not_fit_counts_against_a_name(index: Index) -> None:
    assert (
        _scores(index, "xã Thuận Hưng, huyện Long Mỹ")[MY_TU]
        < _scores(index, "xã Thuận Hưng")[MY_TU]
    )


def test_a_district_far_from_a_bare_name_says_nothing_of_it(index: Index) -> None:
    text = "Thuận Hưng là nơi tôi sinh ra chứ bây giờ sống ngoài Long Mỹ"
    [item] = [i for i in _ranked(index, text) if i.own.unit.full_name == LONG_MY]
    assert item.beside == []


@pytest.mark.parametrize(("word", "old"), [("cũ", True), ("cu", True), ("mới", False)])
def test_old_and_new_said_behind_the_name_count(word: str, old: bool, index: Index) -> None:
    assert _ranked(index, f"xã Vị Thủy {word}")[0].own.unit.old is old


@pytest.mark.parametrize("text", ["an", "hoà", "công an", "đi lại", "12"])
def test_everyday_words_alone_are_no_place(text: str, index: Index) -> None:
    assert all(item.own.edits == 0 and item.score >= LEAST for item in _ranked(index, text))
    assert not any(item.own.end - item.own.name == 1 for item in _ranked(index, text))


def test_what_is_explained_is_covered(index: Index) -> None:
    best = _ranked(index, "em ở xã Thuận Hưng huyện Long Mỹ ạ")[0]
    assert best.covered() == {2, 3, 4, 5, 6, 7}
    assert (best.edits, best.bare) == (0, False)


def test_old_stands_before_new_where_they_are_equal(index: Index) -> None:
    first, second = _ranked(index, "xã Vị Thủy")[:2]
    assert first.score == second.score
    assert (first.own.unit.old, second.own.unit.old) == (True, False)
