from __future__ import annotations

import pytest

from bot.channels.forgetting import asks_to_be_forgotten


@pytest.mark.parametrize(
    "text",
    [
        "/xoa",
        "Xóa",
        "xóa dữ liệu",
        "Tôi muốn xóa dữ liệu của tôi",
        "xoa toan bo tin nhan",
        "xóa hết thông tin của tôi đi",
        "cho em xóa thông tin của em với ạ",
        "Xoá lịch sử trò chuyện",
        "xóa cuộc trò chuyện này giúp bác".replace(" này", ""),
    ],
)
def test_a_citizen_who_asks_for_it_is_forgotten(text: str) -> None:
    assert asks_to_be_forgotten(text)


@pytest.mark.parametrize(
    "text",
    [
        "xóa thông tin của con trong hộ khẩu thì làm thế nào",
        "Xóa thông tin của tôi trên VNeID ở số điện thoại cũ thế nào",
        "xóa thông tin",
        "xóa đăng ký thường trú",
        "xóa án tích",
        "xóa dữ liệu của tôi có mất phí không",
        "xóa nợ thuế cho tôi",
        "xoa tai khoan vneid",
        "",
    ],
)
def test_a_question_about_deleting_something_else_is_a_question(text: str) -> None:
    assert not asks_to_be_forgotten(text)
