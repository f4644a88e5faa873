from __future__ import annotations

import datetime as dt
import json
import re
import time
from pathlib import Path
from typing import Any

import pytest

from bot.registry.cleaning import clean
from bot.registry.compact import Compact, Offer, Summary, line_of
from bot.registry.record import Charge, Time
from scripts.build_registry import main, read, write
from tests.registry.raw import fee, method, raw


@pytest.fixture(scope="module")
def table() -> Compact:
    return Compact.read()


def _line(**changes: Any) -> str:
    return line_of(clean(raw(**changes)))


def _one(**changes: Any) -> Summary:
    [found] = Compact([_line(**changes)]).find("1.000001")
    return found


def test_a_line_and_what_is_read_from_it() -> None:
    line = _line()
    assert line == (
        "1.000001\tCấp thẻ đọc sách\tThư viện\tstandard\t\txã\tTO:3lv\tTO:\t"
        "Ủy ban nhân dân cấp xã\t1/QĐ-BVHTTDL\t2026-04-26\tthe thu vien|to khai"
    )
    [found] = Compact([line]).find("1.000001")
    three = (Time(amount=3, unit="working_day"),)
    assert found == Summary(
        code="1.000001",
        name="Cấp thẻ đọc sách",
        field="Thư viện",
        kind="standard",
        province=None,
        levels=("xã",),
        executing=("Ủy ban nhân dân cấp xã",),
        offers=(Offer("counter", three, ()), Offer("online", three, ())),
        decision="1/QĐ-BVHTTDL",
        portal_date=dt.date(2026, 4, 26),
    )


def test_what_the_portal_leaves_out_is_empty() -> None:
    record = clean({"id": "a", "code": "1.000001", "name": "Cấp thẻ"})
    [found] = Compact([line_of(record)]).find("1.000001")
    assert found.levels == found.executing == found.offers == ()
    assert found.portal_date is None


def test_fees_by_channel_and_unit() -> None:
    counter = [fee(35000, "đồng/thẻ", "SERVICE_FEE"), fee(70000, "", "SERVICE_FEE")]
    methods = [
        method("ONLINE", fees=[fee(17500, "", "SERVICE_FEE")]),
        method("DIRECT", fees=counter),
        method("POSTAL", fees=[*counter, fee(35000, "khác", "SERVICE_FEE")]),
    ]
    assert "\tTB:35000l/70000l O:17500l\t" in _line(executionMethods=methods)
    counter_, online, post = _one(executionMethods=methods).offers
    assert [charge.amount for charge in counter_.charges] == [35000, 70000]
    assert online.charges == (Charge(kind="lệ phí", amount=17500),)
    assert post.charges == counter_.charges


def test_a_sentence_a_zero_and_dollars_are_told_apart() -> None:
    fees = [fee(0, "theo tỉnh"), fee(0), fee(10, currencyName="USD"), fee(5000, "", "PRICE_LEVEL")]
    [offer] = _one(executionMethods=[method("DIRECT", fees=fees)]).offers
    assert offer.charges == (
        Charge(kind="phí"),
        Charge(kind="phí", amount=0),
        Charge(kind="phí", amount=10, currency="USD"),
        Charge(kind="giá", amount=5000),
    )


def test_several_times_of_a_channel() -> None:
    methods = [
        method("DIRECT", 1.5, "HOUR"),
        method("DIRECT", 2, "MONTH"),
        method("ONLINE", 1, "YEAR"),
    ]
    counter, online = _one(executionMethods=methods).offers
    assert [(found.amount, found.unit) for found in counter.times] == [(1.5, "hour"), (2, "month")]
    assert [(found.amount, found.unit) for found in online.times] == [(1, "year")]


def test_without_a_figure_of_its_own_a_way_has_those_of_the_cases() -> None:
    cases = [
        {"name": "Cấp mới", "processingDay": {"qty": 5, "type": "DAY"}},
        {"name": "Cấp lại", "processingDay": {"qty": 2, "type": "DAY"}},
    ]
    [offer] = _one(cases=cases, executionMethods=[method("DIRECT", "Ngay", "OTHER")]).offers
    assert [found.amount for found in offer.times] == [5, 2]


def test_words_say_more_than_the_name_and_end_in_time() -> None:
    papers = [{"name": f"Giấy tờ rất dài số {i} của người dân"} for i in range(30)]
    words = _line(
        resultsDetails=[{"name": "Thẻ đọc sách"}, {"name": "Sổ"}],
        executionCases=[{"profileComponents": papers}],
    ).split("\t")[-1]
    assert words.startswith("so|giay to rat dai so 0 cua nguoi dan|giay to")
    assert 200 < len(words) <= 250


def test_a_listing_finds_by_name_field_and_who_handles_it() -> None:
    [listing] = Compact([_line()]).listings()
    assert (listing.code, listing.kind, listing.levels) == ("1.000001", "standard", ("xã",))
    assert listing.words.split("\n") == [
        "thu vien",
        "cap the doc sach",
        "uy ban nhan dan cap xa",
        "the thu vien",
        "to khai",
    ]


def test_tabs_and_line_breaks_stay_out_of_the_cells() -> None:
    line = _line(name="Cấp\tthẻ\nđọc", categoriesDetails=[{"name": "Thư\tviện"}])
    assert line.count("\t") == 11
    assert "\n" not in line


def test_a_damaged_line_is_told_and_comments_are_passed_over() -> None:
    with pytest.raises(ValueError, match="dòng 2: 2 ô"):
        Compact(["# chú thích\n", "1.000001\tCấp thẻ\n"])
    assert len(Compact(["# chú thích\n", "\n"])) == 0


def test_the_script_sorts_and_is_read_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    north, south = (f"UBND tỉnh {name}" for name in ("Lào Cai", "Cà Mau"))
    given = [
        raw("b", "1.000002"),
        raw("a", "1.000001", departmentPromulgateName=north),
        raw("c", "1.000001", departmentPromulgateName=south),
    ]
    source = tmp_path / "x.jsonl"
    source.write_text("\n".join(json.dumps(record) for record in given), encoding="utf-8")
    target = tmp_path / "registry" / "procedures.tsv"
    monkeypatch.setattr("scripts.build_registry.TARGET", target)
    monkeypatch.setattr("sys.argv", ["build", str(source), "2026-07-18"])
    main()
    assert "3 thủ tục" in capsys.readouterr().out
    lines = target.read_text(encoding="utf-8").splitlines()
    assert "# date: 2026-07-18" in lines
    table = Compact.read(target.parent)
    assert len(table) == 3
    assert [found.province for found in table.find("1.000001")] == ["Cà Mau", "Lào Cai"]
    before = target.read_bytes()
    write(reversed(read(source)), dt.date(2026, 7, 18), target)
    assert target.read_bytes() == before


def test_the_script_wants_every_line(tmp_path: Path) -> None:
    source = tmp_path / "x.jsonl"
    source.write_text(json.dumps(raw()) + "\nx\n", encoding="utf-8")
    with pytest.raises(ValueError, match="dòng 2"):
        read(source)
    source.write_text(json.dumps(raw(name=None)), encoding="utf-8")
    with pytest.raises(ValueError, match="dòng 1: thiếu 'name'"):
        read(source)


def test_the_table_holds_the_whole_list(table: Compact) -> None:
    assert len(table) == 5665
    [birth] = table.find("1.001193")
    assert birth.name == "Thủ tục đăng ký khai sinh"
    assert birth.levels == ("xã",)
    assert birth.decision == "163/QĐ-BTP"
    assert {found.province for found in table.find("1.014325")} == {"Lào Cai", "Tuyên Quang"}
    assert table.find("9.999999") == []


def test_every_line_of_it_can_be_read(table: Compact) -> None:
    listed = table.listings()
    assert len(listed) == 5665
    found = [summary for code in {item.code for item in listed} for summary in table.find(code)]
    assert len(found) == 5665
    amounts = [c.amount for s in found for o in s.offers for c in o.charges if c.currency == "VND"]
    assert all(amount is None or amount == 0 or amount >= 1000 for amount in amounts)
    codes = [item.code for item in listed]
    assert codes == sorted(codes)


def test_it_is_small_and_read_at_once() -> None:
    path = Path(__file__).parents[2] / "data" / "registry" / "procedures.tsv"
    assert path.stat().st_size < 4_000_000
    assert re.search(r"^# source: .*\n# date: \d{4}-\d\d-\d\d$", path.read_text("utf-8"), re.M)
    begun = time.perf_counter()
    assert len(Compact.read().listings()) == 5665
    assert time.perf_counter() - begun < 1.5
