from __future__ import annotations

import datetime as dt
import time
from typing import Any

import pytest

from bot.registry.cleaning import RecordError, clean, line, province_of, tidy
from bot.registry.record import Charge, Time
from tests.registry.raw import decomposed, fee, method, raw


def _charges(*fees: dict[str, Any]) -> tuple[Charge, ...]:
    return clean(raw(executionMethods=[method("DIRECT", fees=list(fees))])).methods[0].charges


def _time(amount: Any, unit: str = "WORKING_DAY", **more: Any) -> Time:
    return clean(raw(executionMethods=[method("DIRECT", amount, unit, **more)])).methods[0].time


def test_a_whole_record() -> None:
    record = clean(raw())
    assert (record.id, record.code, record.name) == ("a-1", "1.000001", "Cấp thẻ đọc sách")
    assert (record.kind, record.levels, record.province) == ("standard", ("xã",), None)
    assert record.field == "Thư viện"
    assert record.executing == ("Ủy ban nhân dân cấp xã",)
    assert record.decision == "1/QĐ-BVHTTDL"
    assert record.decision_date == dt.date(2025, 9, 9)
    assert record.portal_date == dt.date(2026, 4, 26)
    assert [m.channel for m in record.methods] == ["counter", "online"]
    assert record.dossiers[0].papers[0].originals == 1
    assert record.results == ("Thẻ thư viện",)
    assert record.legal[0].code == "01/2019/QH14"


def test_all_but_id_code_and_name_may_be_missing() -> None:
    record = clean({"id": "a", "code": "1.000001", "name": "Cấp thẻ"})
    assert record.methods == record.dossiers == record.steps == ()
    assert record.portal_date is None


@pytest.mark.parametrize("key", ["id", "code", "name"])
@pytest.mark.parametrize("value", [None, "", " \t"])
def test_without_those_there_is_no_record(key: str, value: str | None) -> None:
    with pytest.raises(RecordError, match=f"thiếu '{key}'"):
        clean({**raw(), key: value})


@pytest.mark.parametrize("value", [None, [], "chữ", 7])
def test_what_is_no_object_is_no_record(value: Any) -> None:
    with pytest.raises(RecordError, match="không phải một đối tượng"):
        clean(value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": 5}, "'name' phải là chữ"),
        ({"executionMethods": {}}, "'executionMethods' phải là một danh sách"),
        ({"executionMethods": ["x"]}, "phần tử không phải đối tượng"),
        ({"executionMethods": [{"submissionMethod": "BOAT"}]}, "cách nộp lạ: 'BOAT'"),
        ({"executionMethods": [method("DIRECT", [3])]}, "thời hạn phải là số hoặc chữ"),
        ({"executionMethods": [method("DIRECT", fees=[fee("nhiều")])]}, "'amount'"),
        ({"procedureProposal": []}, "'procedureProposal' phải là một đối tượng"),
        ({"updatedAt": "hôm qua"}, "'updatedAt' phải là số"),
        ({"updatedAt": 10**30}, "không phải một thời điểm"),
        ({"executionCases": [{"profileComponents": [{"name": "A", "copyQty": "hai"}]}]}, "copies"),
    ],
)
def test_a_part_of_a_wrong_shape_is_told(change: dict[str, Any], message: str) -> None:
    with pytest.raises(RecordError, match=message):
        clean(raw(**change))


def test_holes_in_lists_are_passed_over() -> None:
    record = clean(raw(resultsDetails=[None, {"name": "Thẻ"}, {"name": " "}, {"name": "Thẻ"}]))
    assert record.results == ("Thẻ",)


def test_text_is_composed_and_tones_of_names_are_placed_one_way() -> None:
    record = clean(raw(name=decomposed("Uỷ quyền hoà giải."), conditions=None))
    assert record.name == "Ủy quyền hòa giải"


def test_a_code_loses_its_blanks_and_is_not_repeated_in_the_name() -> None:
    record = clean(raw(code=" 1.014325", name="Cấp thẻ (1.014325) "))
    assert (record.code, record.name) == ("1.014325", "Cấp thẻ")


@pytest.mark.parametrize(
    ("dirty", "text"),
    [
        ("<p>Một</p><p>Hai<br/>Ba</p>", "Một\nHai\nBa"),
        ("Một_x000D_\nHai", "Một\nHai"),
        ("Một\r\n\r\n  Hai", "Một\nHai"),
        ("Một\\r\\nHai", "Một\nHai"),
        ("A &amp; B&nbsp;C", "A & B C"),
        ("\uf0b7 Đơn\u200b", "- Đơn"),
        ("a < b và c > d", "a < b và c > d"),
        ("\x00Đơn\ufeff", "Đơn"),
        ("Đơn\ud800", "Đơn"),
    ],
)
def test_leftovers_of_markup_and_office_programs_go(dirty: str, text: str) -> None:
    assert tidy(dirty) == text


def test_a_line_has_no_breaks() -> None:
    assert line(" Một\n<br>Hai\t ba ") == "Một Hai ba"


@pytest.mark.parametrize(
    ("agency", "province"),
    [
        ("UBND tỉnh Bắc Ninh", "Bắc Ninh"),
        ("Ủy ban nhân dân Thành phố Huế", "Huế"),
        ("UBND tỉnh Thanh Hoá", "Thanh Hóa"),
        ("Bộ Tư pháp", None),
    ],
)
def test_the_province_stands_in_the_name_of_the_agency(agency: str, province: str | None) -> None:
    assert province_of(agency) == province


@pytest.mark.parametrize(
    ("portal", "agency", "kind"),
    [
        ("STANDARD", "Bộ Tư pháp", "standard"),
        ("INTERCONNECTED", "Bộ Công an", "standard"),
        ("STANDARD", "UBND tỉnh Bắc Ninh", "province"),
        ("SPECIFIC", "UBND tỉnh Bắc Ninh", "province"),
        ("STANDARD_INTERNAL", "UBND tỉnh Lào Cai", "internal"),
    ],
)
def test_kinds(portal: str, agency: str, kind: str) -> None:
    assert clean(raw(type=portal, departmentPromulgateName=agency)).kind == kind


@pytest.mark.parametrize(
    ("amount", "unit", "time"),
    [
        (3, "WORKING_DAY", Time(amount=3, unit="working_day")),
        ("2,5", "HOUR", Time(amount=2.5, unit="hour")),
        (0, "DAY", Time()),
        (None, "DAY", Time()),
        (5, "OTHER", Time()),
        ("5", "OTHER", Time()),
        ("Ngay trong ngày", "OTHER", Time(text="Ngay trong ngày")),
        ("Theo mô tả", "OTHER", Time()),
    ],
)
def test_processing_times(amount: Any, unit: str, time: Time) -> None:
    assert _time(amount, unit) == time


def test_the_words_beside_a_time_are_kept() -> None:
    found = _time("Trong ngày", "OTHER", description="sau 15 giờ thì hôm sau")
    assert found.text == "Trong ngày\nsau 15 giờ thì hôm sau"


@pytest.mark.parametrize(
    ("given", "charge"),
    [
        (fee(30000, "", "SERVICE_FEE"), Charge(kind="lệ phí", amount=30000)),
        (fee(30000, "đồng/lần"), Charge(kind="phí", amount=30000, text="đồng/lần")),
        (fee(0, "Không"), Charge(kind="phí", amount=0)),
        (fee(0, "Miễn lệ phí."), Charge(kind="phí", amount=0)),
        (fee(0), Charge(kind="phí", amount=0)),
        (
            fee(0, "Do Hội đồng nhân dân tỉnh quyết định"),
            Charge(kind="phí", text="Do Hội đồng nhân dân tỉnh quyết định"),
        ),
        (
            fee(10, "USD/bản", currencyName="USD"),
            Charge(kind="phí", amount=10, currency="USD", text="USD/bản"),
        ),
        (fee(20, "20.000 đồng/tờ khai"), Charge(kind="phí", text="20.000 đồng/tờ khai")),
        (fee(1500, "", "PRICE_LEVEL"), Charge(kind="giá", amount=1500)),
    ],
)
def test_fees(given: dict[str, Any], charge: Charge) -> None:
    assert _charges(given) == (charge,)


def test_a_fee_that_says_nothing_is_left_out_and_none_stands_twice() -> None:
    assert _charges(fee(), fee(None, "-"), fee(20)) == ()
    assert len(_charges(fee(30000), fee(30000))) == 1


def test_several_cases_keep_their_papers_and_times() -> None:
    record = clean(
        raw(
            executionCases=[
                {"name": "* Cấp mới:", "profileComponents": [{"name": "- Đơn", "copyQty": 2}]},
                {"name": "Cấp lại", "profileComponents": [{"name": "Thẻ hỏng"}]},
                {"name": "Trống", "profileComponents": []},
            ],
            cases=[{"name": "Cấp mới", "processingDay": {"qty": 5, "type": "DAY"}}, {"name": ""}],
        )
    )
    assert [group.name for group in record.dossiers] == ["Cấp mới", "Cấp lại"]
    assert record.dossiers[0].papers[0].name == "Đơn"
    assert record.dossiers[0].papers[0].copies == 2
    assert [(case.name, case.time.amount) for case in record.cases] == [("Cấp mới", 5)]


@pytest.mark.parametrize("text", ["Không", "Không có.", "- Không quy định", "…", "NaN"])
def test_conditions_that_say_there_are_none_are_empty(text: str) -> None:
    assert clean(raw(requirementsAndConditions=text)).conditions == ""


def test_a_line_of_dashes_takes_no_time() -> None:
    begun = time.perf_counter()
    dashes = "-" * 20_000 + "hết"
    record = clean(
        raw(
            requirementsAndConditions=dashes,
            executionMethods=[method("DIRECT", fees=[fee(0, dashes)])],
        )
    )
    assert record.conditions == dashes
    assert time.perf_counter() - begun < 2
