from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from bot.knowledge.loader import Knowledge
from bot.replies.money import fee_text, money
from tests.builders import CODE, DAY, make_discount, make_group, make_knowledge, make_procedure


def _known(*fees: dict[str, Any], **changes: Any) -> Knowledge:
    groups = [make_group("ho_ngheo", "Hộ nghèo"), make_group("cong_dan_so", "Công dân số")]
    procedure = make_procedure(fees=list(fees))
    return make_knowledge(procedure, groups=groups, **changes)


def _text(known: Knowledge, *arguments: Any, day: dt.date = DAY) -> str:
    return fee_text(known, known.procedures[CODE], day, *arguments)[0]


@pytest.mark.parametrize(
    ("amount", "written"),
    [(0, "0"), (500, "500"), (35_000, "35.000"), (1_500_000, "1.500.000")],
)
def test_an_amount_is_written_with_dots(amount: int, written: str) -> None:
    assert money(amount) == written


def test_one_fee_is_one_line() -> None:
    known = _known({"what": "Lệ phí", "amount": 8000, "unit": "đồng/bản"})
    assert _text(known) == "💰 8.000 đồng/bản."


def test_the_lines_it_is_made_of_are_returned_beside_the_text() -> None:
    known = _known({"what": "Lệ phí", "amount": 8000})
    assert [line.amount for line in fee_text(known, known.procedures[CODE], DAY)[1]] == [8000]


def test_several_fees_are_a_list_with_their_names() -> None:
    known = _known({"what": "Lệ phí", "amount": 8000}, {"what": "Phí thẻ", "amount": 50_000})
    assert "• Lệ phí: 8.000 đồng." in _text(known)
    assert "• Phí thẻ: 50.000 đồng." in _text(known)


def test_what_is_free_says_so() -> None:
    assert _text(_known({"what": "Lệ phí", "amount": 0})) == "💰 Miễn phí."


def test_without_fees_the_reason_of_the_file_is_told() -> None:
    assert _text(_known()) == "💰 Không thu lệ phí."


def test_fees_that_have_all_ended_are_not_known_rather_than_free() -> None:
    known = make_knowledge(
        make_procedure(
            fees=[{"what": "Lệ phí", "amount": 8000, "until": "2026-01-01"}], no_fee_reason=None
        )
    )
    assert _text(known) == "💰 Trợ lý chưa có mức phí này."


def test_an_amount_that_the_province_sets_is_not_guessed() -> None:
    text = _text(_known({"what": "Lệ phí", "set_by": "province"}))
    assert "HĐND tỉnh" in text
    assert not any(c.isdigit() for c in text)


def test_a_halved_fee_tells_its_last_day_and_afterwards_the_full_one_does_not() -> None:
    known = _known(
        {"what": "Lệ phí", "amount": 50_000, "until": "2026-12-31"},
        {"what": "Lệ phí", "amount": 100_000, "from": "2027-01-01"},
    )
    assert _text(known, day=dt.date(2026, 12, 31)) == "💰 50.000 đồng (đến hết 31/12/2026)."
    assert _text(known, day=dt.date(2027, 1, 1)) == "💰 100.000 đồng."


def test_the_price_of_each_channel_is_told_by_its_channel() -> None:
    known = _known(
        {"what": "Lệ phí", "amount": 20_000, "channels": ["counter"]},
        {"what": "Lệ phí", "amount": 10_000, "channels": ["online"]},
    )
    assert "20.000 đồng (nộp tại quầy)" in _text(known)
    assert "10.000 đồng (nộp trên mạng)" in _text(known)


def test_groups_that_pay_nothing_are_named_to_those_who_did_not_say() -> None:
    known = _known(
        {"what": "Lệ phí", "amount": 8000},
        {"what": "Lệ phí", "amount": 0, "groups": ["ho_ngheo"]},
    )
    assert "Được miễn: hộ nghèo." in _text(known)


def test_a_group_that_pays_nothing_is_told_why_and_not_told_again() -> None:
    known = _known(
        {"what": "Lệ phí", "amount": 8000},
        {"what": "Lệ phí", "amount": 0, "groups": ["ho_ngheo"]},
    )
    text = _text(known, None, ("ho_ngheo",))
    assert text == "💰 Miễn phí, vì thuộc diện hộ nghèo."


def test_a_waiver_is_told_to_who_may_have_it_with_its_last_day() -> None:
    known = _known({"what": "Lệ phí", "amount": 8000}, discounts=[make_discount()])
    assert "công dân số: miễn phí đến hết 28/02/2027" in _text(known)


@pytest.mark.parametrize("day", [dt.date(2026, 8, 14), dt.date(2027, 3, 1)])
def test_a_waiver_is_not_told_before_and_after_it_holds(day: dt.date) -> None:
    known = _known({"what": "Lệ phí", "amount": 8000}, discounts=[make_discount()])
    assert _text(known, day=day) == "💰 8.000 đồng."


def test_a_reduction_in_part_tells_its_share() -> None:
    known = _known({"what": "Lệ phí", "amount": 8000}, discounts=[make_discount(percent=50)])
    assert "giảm 50 %" in _text(known)


def test_a_waiver_that_was_applied_is_told_once() -> None:
    known = _known({"what": "Lệ phí", "amount": 8000}, discounts=[make_discount()])
    text = _text(known, "online", ("cong_dan_so",))
    assert text.count("miễn") + text.count("Miễn") == 2  # "Miễn phí, miễn cho công dân số …"
    assert "8.000" not in text
