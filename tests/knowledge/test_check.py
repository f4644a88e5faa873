from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.check import GUIDE_TOPICS, check
from bot.knowledge.loader import Problem
from tests.builders import CODE
from tests.knowledge.files import GUIDE_FILE, PROCEDURE_FILE, write, write_guide, write_procedure

TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


def _problems(data: Path, today: dt.date = TODAY) -> list[Problem]:
    """All but the guides that a small folder lacks."""
    return [p for p in check(data, today)[1] if p.message != "chưa có hướng dẫn này"]


def _messages(data: Path, today: dt.date = TODAY) -> str:
    return "\n".join(map(str, _problems(data, today)))


def test_a_right_procedure_has_no_problem(data: Path) -> None:
    write_procedure(data)
    assert _problems(data) == []


def test_every_guide_topic_of_the_contract_must_have_its_file(data: Path) -> None:
    write_guide(data)
    missing = [p for p in check(data, TODAY)[1] if p.message == "chưa có hướng dẫn này"]
    assert len(missing) == len(GUIDE_TOPICS) - 1
    assert Path("data/guides/account.otp.yml") not in {p.path for p in missing}


def test_errors_come_before_warnings(data: Path) -> None:
    write_procedure(data, checked="2026-01-01", summary="Hoà giải.")
    found = [p.warning for p in check(data, TODAY)[1]]
    assert found == sorted(found)
    assert True in found
    assert False in found


def test_a_tone_mark_in_the_other_place_is_told_by_its_line(data: Path) -> None:
    path = write_procedure(data, summary="Hoà giải ở cơ sở.")
    [problem] = _problems(data)
    assert "NFC" in problem.message
    assert "Hoà" in path.read_text(encoding="utf-8").splitlines()[problem.line - 1]


@pytest.mark.parametrize("link", ["https://dichvucong.org/a", "www.khaisinh.com", "vneid.info"])
def test_an_address_outside_the_government_is_an_error(data: Path, link: str) -> None:
    write_procedure(data, summary=f"Xem {link} nhé.")
    assert "địa chỉ ngoài .gov.vn" in _messages(data)


@pytest.mark.parametrize("link", ["https://dichvucong.gov.vn/tim-kiem", "dichvucong.gov.vn."])
def test_an_address_of_the_government_is_right(data: Path, link: str) -> None:
    write_procedure(data, summary=f"Xem {link}")
    assert _problems(data) == []


@pytest.mark.parametrize(
    "link",
    ["https://dichvucong.gov.vn@xau.example/a", "https://giagov.vn/a", "https://xaugov.vn"],
)
def test_an_address_that_only_looks_like_the_government_is_an_error(data: Path, link: str) -> None:
    write_procedure(data, summary=f"Xem {link} nhé.")
    assert "địa chỉ ngoài .gov.vn" in _messages(data)


def test_a_file_checked_in_the_future_is_an_error(data: Path) -> None:
    write_procedure(data, checked="2026-11-23")
    [problem] = _problems(data)
    assert "tương lai" in problem.message
    assert not problem.warning


@pytest.mark.parametrize(("days", "count"), [(183, 0), (184, 1)])
def test_a_file_not_looked_at_for_six_months_is_worth_a_look(
    data: Path, days: int, count: int
) -> None:
    write_procedure(data, checked=(TODAY - dt.timedelta(days=days)).isoformat())
    found = _problems(data)
    assert [p.warning for p in found] == [True] * count


@pytest.mark.parametrize("name", ["khai-sinh.yml", f"{CODE}-Khai-Sinh.yml", f"{CODE}-đăng-ký.yml"])
def test_a_procedure_file_is_named_by_code_and_slug(data: Path, name: str) -> None:
    write_procedure(data, f"procedures/ho-tich/{name}")
    assert "tên tệp phải bắt đầu bằng" in _messages(data)


def test_aliases_that_differ_only_in_diacritics_are_the_same(data: Path) -> None:
    aliases = ["khai sinh", "làm khai sinh", "giấy sinh", "đẻ con", "Lam Khai Sinh"]
    write_procedure(data, aliases=aliases)
    [problem] = _problems(data)
    assert problem.message == "tên gọi 'Lam Khai Sinh' lặp lại"


def test_a_code_without_a_file_is_worth_a_look(data: Path) -> None:
    write_procedure(data, look_alikes=["9.999999"])
    [problem] = _problems(data)
    assert problem.warning
    assert "9.999999" in problem.message


def test_a_replaced_code_needs_no_file(data: Path) -> None:
    write_procedure(data, replaces=[{"code": "9.999999", "name": "Cũ", "note": "Đã gộp."}])
    assert _problems(data) == []


def test_a_charge_needs_its_legal_basis(data: Path) -> None:
    write_procedure(data, fees=[{"what": "Lệ phí", "amount": 5000}])
    assert "khoản thu cần 'basis'" in _messages(data)


def test_what_is_free_needs_no_basis(data: Path) -> None:
    write_procedure(data, fees=[{"what": "Lệ phí", "amount": 0}])
    assert _problems(data) == []


def test_a_group_nobody_knows_is_an_error(data: Path) -> None:
    fees = [{"what": "Lệ phí", "amount": 0, "groups": ["ho_giau"]}]
    write_procedure(data, fees=fees)
    assert "nhóm 'ho_giau' không có" in _messages(data)


def test_fees_that_have_all_ended_are_an_error_and_the_day_before_are_none(data: Path) -> None:
    fees = [{"what": "Lệ phí", "amount": 5000, "basis": "TT", "until": "2026-11-22"}]
    write_procedure(data, fees=fees)
    assert _problems(data, dt.date(2026, 11, 22)) == []
    after = _messages(data, dt.date(2026, 11, 23))
    assert "không khoản thu nào còn hiệu lực" in after
    assert "đã hết hiệu lực từ 22/11/2026" in after


def test_a_review_that_is_due_is_an_error_until_it_is_done(data: Path) -> None:
    review = {"since": "2026-11-10", "text": "Luật mới.", "source": "Luật"}
    write_procedure(data, review=review, checked="2026-11-01")
    assert "cần soát lại" in _messages(data)
    assert "cần soát lại" not in _messages(data, dt.date(2026, 11, 9))
    write_procedure(data, review=review, checked="2026-11-10")
    assert _problems(data) == []


def test_a_guide_stands_in_the_file_of_its_topic(data: Path) -> None:
    write_guide(data, "guides/otp.yml")
    assert "tên tệp phải là 'account.otp.yml'" in _messages(data)


def test_a_guide_without_a_source_is_worth_a_look(data: Path) -> None:
    write_guide(data)
    [problem] = _problems(data)
    assert problem.warning
    assert problem.path == Path("data") / GUIDE_FILE


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"related": ["account.bay"]}, "không có chủ đề 'account.bay'"),
        ({"procedure": "9.999999"}, "không có thủ tục 9.999999"),
        (
            {
                "steps": [
                    {"id": "a", "text": "1", "options": [{"title": "Xong", "say": "Tốt."}]},
                    {"id": "b", "text": "2"},
                ]
            },
            "không đường nào tới 'b'",
        ),
    ],
)
def test_a_guide_that_leads_to_nothing_is_an_error(
    data: Path, changes: dict[str, Any], message: str
) -> None:
    write_guide(data, **changes)
    assert message in _messages(data)


def test_a_guide_for_a_topic_outside_the_contract_is_an_error(data: Path) -> None:
    write_guide(data, "guides/account.bay.yml", topic="account.bay")
    assert "không phải chủ đề có hướng dẫn" in _messages(data)


def test_a_discount_that_has_ended_is_worth_a_look(data: Path) -> None:
    discount = {
        "id": "giam",
        "percent": 50,
        "applies_to": [CODE],
        "groups": ["ai_do"],
        "until": "2026-11-21",
        "explain": "giảm",
        "basis": "TT",
        "source": "TT",
        "checked": "2026-11-01",
    }
    write(data, "fees/discounts.yml", {"discounts": [discount]})
    group, ended = _problems(data)
    assert (group.warning, ended.warning) == (False, True)
    assert "nhóm 'ai_do' không có" in group.message
    assert "đã hết hạn từ 21/11/2026" in ended.message


def test_what_was_read_is_returned_beside_the_problems(data: Path) -> None:
    write_procedure(data)
    known, _ = check(data, TODAY)
    assert known.paths[CODE] == Path("data") / PROCEDURE_FILE
