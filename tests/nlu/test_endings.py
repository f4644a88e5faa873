from __future__ import annotations

import pytest

from bot.nlu.endings import asked_last
from bot.nlu.words import plain


@pytest.mark.parametrize(
    ("said", "facets"),
    [
        ("cấp lại giấy chứng nhận thân nhân liệt sĩ thì nộp hồ sơ chỗ nào ạ", ("where",)),
        ("xin văn bản thông tin quy hoạch ở đâu vậy em", ("where",)),
        ("sổ đỏ mục rồi, đổi thì ra mô rứa chú", ("where",)),
        ("giải thể trường mầm non thì cần nộp gì", ("papers",)),
        ("xin cấp lại bằng cần j v ad", ("papers",)),
        ("đổi người đại diện nhóm thì mang theo những giấy tờ gì ạ", ("papers",)),
        ("làm hòa giải viên thì đòi tiêu chuẩn gì ạ", ("conditions",)),
        ("xin xác nhận chỗ ghe đậu thì làm sao vậy", ("overview", "steps")),
        ("đổi cà vẹt trên mạng thì làm thế nào", ()),
        ("đơn xin trợ cấp lấy mẫu ở đâu", ()),
        ("muốn làm bìa đỏ thì bắt đầu từ đâu", ()),
        ("đăng ký nghĩa vụ quân sự lần đầu", ()),
        ("ở đâu cũng làm được phải không", ()),
        ("cần gì phải ra xã", ()),
    ],
)
def test_a_plain_question_at_the_end_tells_the_facet(said: str, facets: tuple[str, ...]) -> None:
    assert asked_last(plain(said)) == facets
