from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.text import length, split


def test_what_fits_stays_whole() -> None:
    assert split("Xin chào.", 9) == ["Xin chào."]


def test_it_is_cut_at_a_line_end_before_a_sentence_end_before_a_space() -> None:
    assert split("một hai.\nba bốn năm", 14) == ["một hai.", "ba bốn năm"]
    assert split("một hai. ba bốn năm", 14) == ["một hai.", "ba bốn năm"]
    assert split("một hai ba bốn năm", 14) == ["một hai ba", "bốn năm"]
    assert split("x" * 20, 14) == ["x" * 14, "x" * 6]


def test_a_pair_of_code_units_counts_two_and_is_never_torn() -> None:
    assert length("😀") == 2
    assert split("😀😀😀", 5) == ["😀😀", "😀"]


@given(st.text(max_size=300), st.integers(min_value=2, max_value=40))
def test_every_part_fits_and_nothing_but_white_space_is_lost(text: str, limit: int) -> None:
    parts = split(text, limit)
    assert all(0 < length(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_of_nothing_comes_nothing(text: str) -> None:
    assert split(text, 10) == []
