from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pydantic import ValidationError

from bot.knowledge.models import Dated, Duration, Fee, Group, slug
from tests.builders import make_guide, make_procedure, procedure_fields


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (dt.date(2026, 8, 14), False),
        (dt.date(2026, 8, 15), True),
        (dt.date(2027, 2, 28), True),
        (dt.date(2027, 3, 1), False),
    ],
)
def test_a_dated_fact_holds_on_its_first_and_last_day(day: dt.date, expected: bool) -> None:
    fact = Dated.model_validate({"from": "2026-08-15", "until": "2027-02-28"})
    assert fact.holds_on(day) is expected


def test_a_fact_without_dates_always_holds() -> None:
    assert Dated().holds_on(dt.date.min)
    assert Dated().holds_on(dt.date.max)


def test_a_fact_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValidationError, match="'from' phải trước 'until'"):
        Dated.model_validate({"from": "2027-01-01", "until": "2026-12-31"})


def test_a_misspelt_key_is_an_error_and_not_a_lost_fact() -> None:
    with pytest.raises(ValidationError, match="amout"):
        Fee.model_validate({"what": "Lệ phí", "amout": 1000})


def test_a_record_cannot_be_changed_after_reading() -> None:
    procedure = make_procedure()
    with pytest.raises(ValidationError, match="frozen"):
        procedure.name = "khác"  # type: ignore[misc]


@pytest.mark.parametrize("fields", [{}, {"amount": 1000, "set_by": "province"}])
def test_a_fee_has_an_amount_or_says_who_sets_it(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="'amount' hoặc 'set_by'"):
        Fee.model_validate({"what": "Lệ phí", **fields})


def test_a_fee_is_never_negative() -> None:
    with pytest.raises(ValidationError, match="amount"):
        Fee(what="Lệ phí", amount=-1)


@pytest.mark.parametrize(
    "fields",
    [{"unit": "day"}, {"unit": "same_day", "amount": 1}, {"unit": "at_once", "amount": 1}],
)
def test_a_duration_counts_every_unit_but_same_day_and_at_once(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="amount"):
        Duration.model_validate(fields)


def test_plain_text_in_a_file_is_a_fact() -> None:
    procedure = make_procedure(where="Tại xã.")
    assert procedure.where.text == "Tại xã."
    assert procedure.where.source is None


@pytest.mark.parametrize("code", ["1001193", "1.00119", "1.0011933", "a.001193"])
def test_a_procedure_code_has_its_form(code: str) -> None:
    with pytest.raises(ValidationError, match="code"):
        make_procedure(code=code)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("aliases", ["một", "hai", "ba", "bốn"]),
        ("channels", []),
        ("sources", []),
        ("legal", []),
        ("result", []),
        ("variants", []),
    ],
)
def test_a_procedure_without_enough_of_something_is_refused(field: str, value: object) -> None:
    with pytest.raises(ValidationError, match=field):
        make_procedure(**{field: value})


def test_a_procedure_without_fees_must_say_why() -> None:
    with pytest.raises(ValidationError, match="no_fee_reason"):
        make_procedure(fees=[], no_fee_reason=None)


def test_an_online_procedure_needs_online_steps() -> None:
    with pytest.raises(ValidationError, match=r"steps\.online"):
        make_procedure(channels=["online"], steps={"counter": ["Nộp."]})


@pytest.mark.parametrize("when", [{"noi_sinh": ["nha"]}, {"ai_nop": ["ba_ngoai"]}])
def test_a_paper_depends_only_on_what_is_asked(when: dict[str, list[str]]) -> None:
    question = {
        "id": "ai_nop",
        "ask": "Ai nộp?",
        "options": [{"id": "cha", "title": "Cha"}, {"id": "me", "title": "Mẹ"}],
    }
    papers = [{"name": "Giấy ủy quyền", "when": when}]
    with pytest.raises(ValidationError, match="điều chưa hỏi"):
        make_procedure(questions=[question], papers=papers)


def test_the_source_line_names_the_first_source_and_the_day_checked() -> None:
    procedure = make_procedure(
        sources=[{"what": "QĐ 1/QĐ-BTP"}, {"what": "Trang khác"}], checked="2026-11-05"
    )
    assert procedure.source_line == "Nguồn: QĐ 1/QĐ-BTP · đối chiếu 05/11/2026"


def test_a_guide_of_checks_says_that_no_document_stands_behind_it() -> None:
    assert "chưa có văn bản" in make_guide(basis="checks").source_line


def test_a_sourced_guide_needs_a_source() -> None:
    with pytest.raises(ValidationError, match="ít nhất một nguồn"):
        make_guide(basis="sourced", sources=[])


def test_a_sourced_guide_names_it() -> None:
    guide = make_guide(basis="sourced", sources=[{"what": "NĐ 69/2024/NĐ-CP"}])
    assert guide.source_line.startswith("Nguồn: NĐ 69/2024/NĐ-CP")


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        ([{"id": "a", "text": "1"}, {"id": "a", "text": "2"}], "trùng 'id'"),
        (
            [
                {"id": "a", "text": "1", "options": [{"title": "Có", "next": "x"}]},
                {"id": "b", "text": "2"},
            ],
            "không có bước 'x'",
        ),
        (
            [
                {"id": "a", "text": "1", "options": [{"title": "Có"}]},
                {"id": "b", "text": "2"},
            ],
            "cần 'next' hoặc 'say'",
        ),
    ],
)
def test_a_guide_whose_steps_lead_nowhere_is_refused(
    steps: list[dict[str, Any]], message: str
) -> None:
    with pytest.raises(ValidationError, match=message):
        make_guide(steps=steps)


def test_a_button_title_in_a_file_fits_a_button() -> None:
    with pytest.raises(ValidationError, match="title"):
        Group(id="a", title="x" * 31, explain="e", source="s")


def test_slug_is_lower_case_ascii_joined_by_hyphens() -> None:
    assert slug("Đăng ký khai sinh (lần đầu)") == "dang-ky-khai-sinh-lan-dau"


def test_the_builders_give_a_valid_record() -> None:
    assert make_procedure().model_dump(mode="json")["code"] == procedure_fields()["code"]
