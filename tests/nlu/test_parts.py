from __future__ import annotations

import pytest

from bot.nlu.parts import affirmed, clauses, question, things
from bot.text import fold


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


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        (
            "Em ở Krông Pắc, vợ sinh tuần trước. Mai em về xã, cần giấy tờ gì? Em cảm ơn ạ.",
            "Mai em về xã, cần giấy tờ gì?",
        ),
        ("Phí 1.500.000 đồng phải không? Nhà em xa.", "Phí 1.500.000 đồng phải không?"),
        ("Mất sổ rồi. Cho hỏi nộp ở đâu. Cám ơn nhiều lắm nha", "Cho hỏi nộp ở đâu."),
        ("alo cho hoi la nop o dau", "alo cho hoi la nop o dau"),
        ("Con bị sốt. Nhà ở xa.", "Nhà ở xa."),
    ],
)
def test_a_story_comes_to_one_question(said: str, asked: str) -> None:
    assert question(said) == asked


@pytest.mark.parametrize(
    ("said", "left"),
    [
        (
            "Bé đã khai sinh rồi, không phải khai sinh kết hợp, nay cha muốn nhận con",
            "be da khai sinh roi,   nay cha muon nhan con",
        ),
        ("đổi chủ hộ kinh doanh chứ không mở mới", "doi chu ho kinh doanh  "),
        ("Chưa cần làm lại hộ chiếu, tôi chỉ báo mất thôi", "  toi chi bao mat thoi"),
    ],
)
def test_what_it_is_said_not_to_be_is_left_out(said: str, left: str) -> None:
    assert affirmed(said) == left


@pytest.mark.parametrize(
    "said",
    [
        "chưa có giấy chứng sinh, làm khai sinh được không",
        "không phải nộp lại đúng không",
        "có phải ra công an không",
    ],
)
def test_what_is_asked_stays(said: str) -> None:
    assert affirmed(said) == fold(said)


@pytest.mark.parametrize(
    ("said", "listed"),
    [
        ("mất bằng lái với cà vẹt xe thì nộp ở đâu", ["mất bằng lái", "mat cà vẹt xe"]),
        ("đổi bằng lái, căn cước và hộ chiếu", ["đổi bằng lái", "doi căn cước", "doi hộ chiếu"]),
        ("khai tử và tiền mai táng", ["khai tử", "tiền mai táng"]),
        ("làm căn cước cho con", []),
        ("thẻ bảo hiểm y tế của mẹ em sắp hết hạn, muốn làm thẻ khác", []),
    ],
)
def test_what_a_short_message_lists(said: str, listed: list[str]) -> None:
    assert things(said) == listed
