from __future__ import annotations

import datetime as dt
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dossiers.codes import DossierCode, find, parse

CURRENT = "G22.99.08-260921-000123"
FORMER = "000.00.12.H62-201105-0034"


def _codes(text: str) -> list[str]:
    return [str(found.code) for found in find(text)]


@pytest.mark.parametrize("code", [CURRENT, FORMER, "H29.101-260508-0001", "H08.12-261103-0472"])
def test_both_forms_are_codes(code: str) -> None:
    assert str(parse(code)) == code


@pytest.mark.parametrize(
    "typed",
    [
        "g22.99.08-260921-000123",
        "G22.99.08 - 260921 - 000123",
        "G22.99.08–260921—000123",
        "G22.99.08‑260921−000123",
        "G22.99.08_260921_000123",
        "G22-99-08-260921-000123",
        "g22 . 99 . 08 -260921- 000123",
        "  G22.99.08-260921-000123\n",
        "G22.99.08-260921 -\n000123",
        "G22 99 08 260921 000123",
        "g22.99.08 260921 000123",
    ],
)
def test_however_it_is_typed_it_is_written_one_way(typed: str) -> None:
    assert str(parse(typed)) == CURRENT


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("hồ sơ H29.101-260508-0001 tới đâu rồi", ["H29.101-260508-0001"]),
        ("Tra cứu hộ mình cái ho so này 000.00.12.H62-201105-0034 xem xong chưa", [FORMER]),
        ("check hs e vs ad, mã H08.12-261103-0472.", ["H08.12-261103-0472"]),
        ("mã:g22.99.08-260921-000123, với H29.101-260508-0001?", [CURRENT, "H29.101-260508-0001"]),
        ("Gửi rồi.H29.101-260508-0001", ["H29.101-260508-0001"]),
        ("mãH29.101-260508-0001", ["H29.101-260508-0001"]),
    ],
)
def test_codes_are_found_in_what_citizens_write(text: str, codes: list[str]) -> None:
    assert _codes(text) == codes


@pytest.mark.parametrize(
    "text",
    [
        "",
        "thủ tục 1.001193",
        "nộp 1.500.000.000 đ ngày 21/09/2026",
        "gọi 0912 345 678",
        "AG22.99.08-260921-000123",
        "G22.99.08-260921-0001234",
        "G22.99.08-260921-000123-4",
        "G22-260921-000123",
        "Z22.99.08-260921-000123",
        "G22.99.08-261321-000123",
        "G22.99.08-260230-000123",
        "001.000.00.12.H62-201105-0034",
    ],
)
def test_what_is_no_code_is_not_taken_for_one(text: str) -> None:
    assert _codes(text) == []


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_positions_are_those_of_the_composed_text(form: str) -> None:
    text = unicodedata.normalize(form, "Dạ, hồ sơ H29.101-260508-0001 ạ")  # type: ignore[arg-type]
    [found] = find(text)
    composed = unicodedata.normalize("NFC", text)
    assert composed[found.start : found.end] == "H29.101-260508-0001"


def test_a_code_within_a_sentence_is_not_the_whole_of_it() -> None:
    assert parse(f"mã {CURRENT}") is None


def test_a_code_tells_its_agency_its_day_and_its_number() -> None:
    code = parse(CURRENT)
    assert code == DossierCode("G22.99.08", dt.date(2026, 9, 21), "000123")
    assert code is not None
    assert code.explain() == (
        "Mã **G22.99.08-260921-000123**: cơ quan G22.99.08, nhận ngày 21/09/2026, số 000123."
    )


def test_only_the_former_form_is_known_to_count_the_dossiers_of_the_day() -> None:
    former, current = parse(FORMER), parse(CURRENT)
    assert former is not None
    assert current is not None
    assert "số thứ tự trong ngày 0034" in former.explain()
    assert "thứ tự" not in current.explain()


@given(
    st.from_regex(r"[A-Y][0-9]{2}(\.[0-9]{2,3}){1,4}", fullmatch=True),
    st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)),
    st.from_regex(r"[0-9]{4,6}", fullmatch=True),
)
def test_what_is_written_is_read_again(agency: str, day: dt.date, number: str) -> None:
    code = DossierCode(agency, day, number)
    assert parse(str(code)) == code


@given(st.text(alphabet="GH09.-–_ ₀OIđ\n", max_size=60) | st.text(max_size=60))
def test_no_text_upsets_it(text: str) -> None:
    for found in find(text):
        assert parse(str(found.code)) == found.code
