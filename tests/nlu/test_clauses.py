from __future__ import annotations

import pytest

from bot.nlu.words import clauses


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("Cần giấy tờ gì? Bao lâu có kết quả?", ["Cần giấy tờ gì", "Bao lâu có kết quả"]),
        (
            "cần mang giấy gì, với lại em đi một mình được không",
            ["cần mang giấy gì", "em đi một mình được không"],
        ),
        ("nop o dau roi cho hoi bao nhieu tien", ["nop o dau", "bao nhieu tien"]),
        ("làm khai sinh cần gì ạ?", ["làm khai sinh cần gì ạ"]),
        ("Hả? Dạ? Làm khai sinh cần gì", ["Làm khai sinh cần gì"]),
    ],
)
def test_a_message_is_split_into_its_questions(said: str, asked: list[str]) -> None:
    assert clauses(said) == asked


def test_no_more_than_four_are_kept() -> None:
    assert len(clauses("một hai ba? " * 9)) == 4
