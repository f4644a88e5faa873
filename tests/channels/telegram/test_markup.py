from __future__ import annotations

import pytest

from bot.channels.telegram.markup import TEXT_LIMIT, keyboard, render, to_html


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Bấm **Đăng nhập**.", "Bấm <b>Đăng nhập</b>."),
        ("Phí < 5.000 & > 0", "Phí &lt; 5.000 &amp; &gt; 0"),
        ("**a<b**", "<b>a&lt;b</b>"),
        ("Xong.\n_Nguồn: QĐ 163_", "Xong.\n<i>Nguồn: QĐ 163</i>"),
        ("tệp_ảnh_của_tôi", "tệp_ảnh_của_tôi"),
        ("một ** hai", "một ** hai"),
    ],
)
def test_our_markup_becomes_telegram_s_and_the_rest_is_escaped(text: str, shown: str) -> None:
    assert to_html(text) == shown


def _titles(*titles: str) -> list[list[str]]:
    rows = keyboard([{"title": title, "payload": "m_help"} for title in titles])
    return [[button["title"] for button in row] for row in rows]


def test_short_titles_share_a_row_and_long_ones_stand_alone() -> None:
    assert _titles("Lệ phí", "Thời hạn", "Nơi nộp") == [["Lệ phí", "Thời hạn"], ["Nơi nộp"]]
    assert _titles("Lệ phí", "Nộp trực tuyến tại nhà", "Luật") == [
        ["Lệ phí"],
        ["Nộp trực tuyến tại nhà"],
        ["Luật"],
    ]


def test_a_long_answer_is_split_and_the_buttons_are_under_its_end() -> None:
    calls = render({"text": "Một câu. " * 700, "buttons": [{"title": "Tiếp", "payload": "w_next"}]})
    assert len(calls) == 2
    assert all(len(call["text"]) <= TEXT_LIMIT for call in calls)
    assert ["keyboard" in call for call in calls] == [False, True]


def test_a_picture_goes_before_the_words() -> None:
    calls = render({"text": "Quét mã.", "image": "data:image/png;base64,aGk=", "buttons": []})
    assert [call["method"] for call in calls] == ["sendPhoto", "sendMessage"]
