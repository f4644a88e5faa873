from __future__ import annotations

import pytest

from bot.places.doubt import unexplained
from bot.places.index import Index
from bot.places.mentions import Mention, mentions_in
from bot.places.names import words_of
from bot.places.rank import rank
from bot.places.repair import repaired
from bot.places.units import Places


def _mentions(index: Index, text: str) -> list[Mention]:
    words = words_of(text)
    mentions = mentions_in(index, words)
    ranked = rank(index, words, mentions)
    left = unexplained(words, ranked[0].covered() if ranked else set())
    assert left
    return repaired(index, words, mentions, left, [item.own for item in ranked])


def _repaired(index: Index, text: str) -> dict[str, int]:
    """Full names of the units found → letters changed."""
    return {mention.unit.full_name: mention.edits for mention in _mentions(index, text)}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("xã Thuận Hưg, huyện Long Mỹ", "Xã Thuận Hưng, huyện Long Mỹ, tỉnh Hậu Giang"),
        ("hugn dinh thuan an", "Phường Hưng Định, thành phố Thuận An, tỉnh Bình Dương"),
        ("thi tran nang mao hau giang", "Thị trấn Nàng Mau, huyện Vị Thủy, tỉnh Hậu Giang"),
        ("thi tran nangg mau", "Thị trấn Nàng Mau, huyện Vị Thủy, tỉnh Hậu Giang"),
    ],
)
def test_a_mistyped_commune_is_found(text: str, name: str, index: Index) -> None:
    assert _repaired(index, text)[name] == 1


def test_a_mistyped_district_is_found_beside_its_commune(index: Index) -> None:
    found = _repaired(index, "xã Thuận Hưng huyện Lonh Mỹ")
    assert found["Huyện Long Mỹ, tỉnh Hậu Giang"] == 1


def test_beside_a_named_district_only_names_within_it_are_read(
    index: Index, places: Places
) -> None:
    district = places.old_districts["936"]  # Long Mỹ
    under = {key for keys in index.keys_under(district).values() for key in keys}
    found = _mentions(index, "xã Thuận Hưg Long Mỹ")
    assert found
    assert {index.keys[mention.unit] for mention in found} <= under


def test_a_missing_word_counts_more_than_a_slip(index: Index) -> None:
    found = _repaired(index, "xã Tân Phú huyện Củ Chi")
    assert found["Xã Tân Phú Trung, huyện Củ Chi, thành phố Hồ Chí Minh"] == 3


def test_two_slips_are_read_in_long_names_only(index: Index) -> None:
    long_name = "Xã Vĩnh Thuận Đông, huyện Long Mỹ, tỉnh Hậu Giang"
    assert _repaired(index, "xa vimh thuan donh, huyen long my")[long_name] == 2
    assert _repaired(index, "thi tran nanh mao") == {}


@pytest.mark.parametrize("text", ["xã ab", "phường xyzw", "làm giấy tờ khai tử cho mẹ"])
def test_short_and_everyday_words_are_not_taken_for_names(text: str, index: Index) -> None:
    assert _repaired(index, text) == {}
