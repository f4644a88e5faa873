from __future__ import annotations

import pytest

from bot.places.doubt import crossed, doubtful, unexplained, unknown_name
from bot.places.index import Index
from bot.places.mentions import Mention, mentions_in
from bot.places.names import Token, words_of
from bot.places.rank import Scored, rank


def _read(index: Index, text: str) -> tuple[list[Token], list[Mention], Scored]:
    words = words_of(text)
    mentions = mentions_in(index, words)
    return words, mentions, rank(index, words, mentions)[0]


def _said(words: list[Token], positions: list[int]) -> str:
    return " ".join(words[i].typed for i in positions)


def test_words_of_the_question_need_no_explanation(index: Index) -> None:
    words, _, best = _read(index, "cho em hỏi phường Hưng Định giờ thuộc phường nào")
    assert unexplained(words, best.covered()) == []
    words, _, best = _read(index, "phường Hưng Định chỗ chợ Búng")
    assert _said(words, unexplained(words, best.covered())) == "búng"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("xã Thuận Hưg Long Mỹ", "thuận hưg"),  # between the kind and the district
        ("Nàng Mau Vuy Thuyy Hậu Giang", "vuy thuyy"),  # between the name and the province
        ("xã nào của huyện Long Mỹ", ""),
        ("xã Thuận Hưng Long Mỹ", ""),
    ],
)
def test_strange_words_where_the_name_stands_are_doubtful(
    text: str, said: str, index: Index
) -> None:
    words, _, best = _read(index, text)
    assert _said(words, doubtful(words, best)) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("phường Hưng Định Biên Hòa", "biên hòa"),  # it lies in Thuận An
        ("phường Hưng Định Thuận An", ""),
        ("phường Hưng Định", ""),
    ],
)
def test_a_district_that_does_not_fit_is_noticed(text: str, said: str, index: Index) -> None:
    words, mentions, best = _read(index, text)
    assert _said(words, crossed(mentions, best)) == said


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("phường 6 quận 3", "6"),
        ("p5 q.10 sg", "5"),
        ("xã Cẩm Chế Thanh Hà", "cẩm chế"),
        ("thị trấn Xyz, huyện Long Mỹ", "xyz"),
        ("cẩm chế thanh hà", "cẩm chế"),  # at the beginning, without its kind
        ("xax Thuận Hưng Long Mỹ", None),  # a mistyped kind
        ("xã nào của huyện Long Mỹ", None),
        ("công an huyện Long Mỹ", None),
        ("huyện đảo Lý Sơn", None),
        ("xã Thuận Hưng Long Mỹ", None),
    ],
)
def test_a_name_that_is_in_no_table_is_told(text: str, unknown: str | None, index: Index) -> None:
    words, _, best = _read(index, text)
    assert unknown_name(words, best) == unknown
