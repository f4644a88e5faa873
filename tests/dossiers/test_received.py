from __future__ import annotations

import datetime as dt

import pytest

from bot.dossiers.received import received

NOW = dt.datetime.fromisoformat("2026-11-23T09:00")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("tôi nộp hôm 12/11", dt.date(2026, 11, 12)),
        ("nop ngay 3 thang 11 nam 2026", dt.date(2026, 11, 3)),
        ("nộp 03.11.2026 tại xã", dt.date(2026, 11, 3)),
        ("nộp 3-11-26", dt.date(2026, 11, 3)),
        ("nộp hôm qua", dt.date(2026, 11, 22)),
        ("hom kia toi nop", dt.date(2026, 11, 21)),
        ("sáng nay mới nộp", dt.date(2026, 11, 23)),
        ("toi qua nop roi", dt.date(2026, 11, 22)),
        ("định nộp ngày 2/2/2027", dt.date(2027, 2, 2)),
        ("nộp 3 ngày trước", dt.date(2026, 11, 20)),
        ("nop cach day hai tuan", dt.date(2026, 11, 9)),
        ("nộp được 10 ngày rồi chưa thấy gì", dt.date(2026, 11, 13)),
        ("nộp thứ hai tuần trước", dt.date(2026, 11, 16)),
        ("nop thu 6 vua roi", dt.date(2026, 11, 20)),
        ("nộp chủ nhật tuần trước", dt.date(2026, 11, 22)),
        ("nộp thứ hai tuần này", dt.date(2026, 11, 23)),
    ],
)
def test_the_day_is_read_however_it_is_said(text: str, day: dt.date) -> None:
    assert received(text, NOW) == day


def test_a_day_without_a_year_is_the_last_one_of_that_name() -> None:
    assert received("nộp ngày 20/12", NOW) == dt.date(2025, 12, 20)


@pytest.mark.parametrize(
    ("text", "hour"),
    [("nộp 4h chiều hôm qua", 16), ("nộp lúc 15 giờ 30 hôm qua", 15), ("9h sáng hôm qua", 9)],
)
def test_with_the_hour_it_is_an_instant(text: str, hour: int) -> None:
    found = received(text, NOW)
    assert isinstance(found, dt.datetime)
    assert (found.date(), found.hour) == (dt.date(2026, 11, 22), hour)


@pytest.mark.parametrize(
    "text",
    [
        "nộp lâu rồi",
        "nộp ngày 31/2",
        "nộp 24/11/2028",
        "hồ sơ của tôi quá hạn rồi",
        "ho so cua toi qua han roi",
        "giấy hẹn ngày 12/11 mà chưa có",
        "hẹn trả kết quả ngày 12/11",
        "mã 1.001193",
        "phí 50.000 đồng",
        "3 ngày nữa có chưa",
        "nộp thì được 3 ngày có kết quả không",
        "bao giờ xong, có phải 5 ngày làm việc không",
        "nộp thứ bảy được không",
        "mã G22.99.08-261110-000123",
        "",
    ],
)
def test_what_names_no_day_of_handing_in_gives_none(text: str) -> None:
    assert received(text, NOW) is None
