from __future__ import annotations

import datetime as dt
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dossiers.mistakes import diagnose, suspects

TODAY = dt.date(2026, 11, 23)
RIGHT = "G22.99.08-260921-000123"


def test_a_right_code_has_no_mistakes() -> None:
    found = diagnose(" g22.99.08 – 260921 – 000123 ", TODAY)
    assert found.mistakes == ()
    assert str(found.code) == RIGHT


@pytest.mark.parametrize(
    ("typed", "part", "said"),
    [
        ("G22.99.O8-260921-000123", "agency", "“O8” có chữ lẫn vào số"),
        ("G22,99,08-260921-000123", "agency", "dấu chấm"),
        ("G22.99..08-260921-000123", "agency", "thừa dấu chấm"),
        ("G22.99.08-2609Z1-000123", "day", "“2609Z1” có chữ lẫn vào số"),
        ("G22.99.08-260921-00O123", "number", "“00O123” có chữ lẫn vào số"),
        ("G22.99.08-260921000123", "shape", "Thiếu dấu gạch ngang"),
        ("G229908-260921-000123", "agency", "“G229908” thiếu dấu chấm"),
        ("G22.99.08/260921/000123", "shape", "Thiếu dấu gạch ngang"),
        ("G22.99.08-20260921-000123", "day", "đủ sáu số"),
        ("G22.99.08-21092026-000123", "day", "đủ sáu số"),
    ],
)
def test_where_it_is_wrong_is_said_and_what_was_meant_is_offered(
    typed: str, part: str, said: str
) -> None:
    found = diagnose(typed, TODAY)
    [mistake] = found.mistakes
    assert mistake.part == part
    assert said in mistake.message
    assert str(found.code) == RIGHT


@pytest.mark.parametrize(
    ("typed", "part", "said"),
    [
        ("H29.6-261103-0217", "agency", "“6”: mỗi nhóm sau chữ cái có hai hoặc ba chữ số"),
        ("622.99.08-260921-000123", "agency", "thiếu chữ cái"),
        ("Z22.99.08-260921-000123", "agency", "“Z22”"),
        ("G22-260921-000123", "agency", "còn thiếu các nhóm số"),
        ("G22.11.11.11.11.11-260921-000123", "agency", "nhiều nhất là năm"),
        ("000.00.H62-201105-0034", "agency", "kiểu cũ có bốn nhóm"),
        ("000.00.12.H6-201105-0034", "agency", "“H6”"),
        ("G22.99.08-261321-000123", "day", "không có tháng 13"),
        ("G22.99.08-260230-000123", "day", "không có ngày 30/02"),
        ("G22.99.08-271201-000123", "day", "01/12/2027, ngày chưa tới"),
        ("G22.99.08-091231-000123", "day", "có từ năm 2018"),
        ("G22.99.08-26092-000123", "day", "đủ sáu số"),
        ("G22.99.08-260921-123", "number", "bốn đến sáu chữ số"),
        ("G22.99.08-260921-0001234", "number", "bốn đến sáu chữ số"),
        ("G22.99.08-260921", "shape", "Thiếu số hồ sơ ở cuối"),
        ("G22.99.08-260921-000123-7", "shape", "4 phần"),
        ("xin chào", "shape", "ba phần"),
        ("", "shape", "ba phần"),
    ],
)
def test_where_digits_are_missing_nothing_is_guessed(typed: str, part: str, said: str) -> None:
    found = diagnose(typed, TODAY)
    [mistake] = found.mistakes
    assert mistake.part == part
    assert said in mistake.message
    assert found.code is None


def test_a_day_written_day_first_is_put_right() -> None:
    found = diagnose("G22.99.08-310826-000123", TODAY)
    assert str(found.code) == "G22.99.08-260831-000123"


def test_every_part_that_is_wrong_is_named() -> None:
    found = diagnose("H29.6-261303-17", TODAY)
    assert [mistake.part for mistake in found.mistakes] == ["agency", "day", "number"]


def test_without_todays_date_no_day_is_too_late() -> None:
    assert diagnose("G22.99.08-271201-000123").mistakes == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("coi giùm mã H29.6-261103-0217, chưa tới ngày hẹn", ["H29.6-261103-0217"]),
        ("mã H29101-260508-0001 nhé", ["H29101-260508-0001"]),
        ("29.101-260508-0001 xong chưa", ["29.101-260508-0001"]),
        ("mã h8.12 – 261103 – 0472", ["h8.12 - 261103 - 0472"]),
        ("000.00.12.H6-201105-0034", ["000.00.12.H6-201105-0034"]),
        ("G22.99.08-261321-000123", ["G22.99.08-261321-000123"]),
        (f"{RIGHT} hay G22.99.O8-260921-000123", ["G22.99.O8-260921-000123"]),
        (RIGHT, []),
        ("gọi 0912 345 678, lệ phí 500.000 đồng", []),
        ("thủ tục 1.001193 ngày 21/09/2026, QĐ 1383/QĐ-BCA", []),
        ("STK 123.456.789-0912345", []),
    ],
)
def test_what_looks_like_a_mistyped_code_is_found(text: str, found: list[str]) -> None:
    assert list(suspects(text)) == found


@given(st.text(alphabet="GHZ0169.,-–/ OIđ", max_size=50) | st.text(max_size=50))
def test_no_text_upsets_it(text: str) -> None:
    found = diagnose(text, TODAY)
    assert found.mistakes or found.code is not None
    list(suspects(text))


@pytest.mark.parametrize("text", ["G22" * 20_000, "G22. " * 20_000, "000." * 20_000, "1-" * 40_000])
def test_a_long_text_takes_no_long_time(text: str) -> None:
    start = time.perf_counter()
    diagnose(text, TODAY)
    list(suspects(text))
    assert time.perf_counter() - start < 2
