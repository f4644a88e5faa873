from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bot.dossiers.calendar import WorkingCalendar, calendar, load_calendar
from bot.dossiers.data import DossierDataError


@pytest.fixture(scope="module")
def days() -> WorkingCalendar:
    return calendar()


def _weekdays_off(days: WorkingCalendar, year: int) -> list[str]:
    first = dt.date(year, 1, 1)
    all_days = [first + dt.timedelta(days=i) for i in range(365)]
    return [f"{d.day}/{d.month}" for d in all_days if d.weekday() < 5 and not days.working(d)]


@pytest.mark.parametrize(
    ("year", "off"),
    [
        (2025, "1/1 27/1 28/1 29/1 30/1 31/1 7/4 30/4 1/5 2/5 1/9 2/9"),
        (2026, "1/1 2/1 16/2 17/2 18/2 19/2 20/2 27/4 30/4 1/5 31/8 1/9 2/9 24/11"),
    ],
)
def test_the_weekdays_off_are_those_of_the_years_notices(
    days: WorkingCalendar, year: int, off: str
) -> None:
    assert _weekdays_off(days, year) == off.split()


@pytest.mark.parametrize("saturday", ["2024-05-04", "2025-04-26", "2026-01-10", "2026-08-22"])
def test_a_saturday_given_in_return_is_worked(days: WorkingCalendar, saturday: str) -> None:
    assert days.working(dt.date.fromisoformat(saturday))


def test_other_saturdays_and_sundays_are_not(days: WorkingCalendar) -> None:
    assert not days.working(dt.date(2026, 11, 21))
    assert not days.working(dt.date(2026, 11, 22))


def test_a_holiday_on_a_sunday_is_made_up_on_monday(days: WorkingCalendar) -> None:
    assert days.holiday(dt.date(2026, 4, 27)) == "Ngày Giỗ Tổ Hùng Vương (nghỉ bù)"


def test_culture_day_is_off_from_2026(days: WorkingCalendar) -> None:
    assert days.working(dt.date(2025, 11, 24))
    assert days.holiday(dt.date(2026, 11, 24)) == "Ngày Văn hóa Việt Nam"


def test_a_swapped_day_tells_the_day_worked_in_its_place(days: WorkingCalendar) -> None:
    assert days.holiday(dt.date(2026, 8, 31)) == "nghỉ hoán đổi, làm bù 22/08/2026"


def test_tet_is_passed_over(days: WorkingCalendar) -> None:
    assert days.after(dt.date(2026, 2, 13)) == dt.date(2026, 2, 23)


def test_the_day_itself_is_not_counted(days: WorkingCalendar) -> None:
    assert days.after(dt.date(2026, 11, 16), 3) == dt.date(2026, 11, 19)


def test_a_working_day_is_its_own_first_working_day(days: WorkingCalendar) -> None:
    assert days.from_(dt.date(2026, 11, 20)) == dt.date(2026, 11, 20)
    assert days.from_(dt.date(2026, 11, 21)) == dt.date(2026, 11, 23)


def test_years_without_a_notice_are_not_confirmed(days: WorkingCalendar) -> None:
    assert days.last_confirmed_year == 2026
    assert days.confirmed(dt.date(2026, 12, 31))
    assert not days.confirmed(dt.date(2027, 1, 4))


def test_days_whose_swap_was_proposed_but_not_found_decided_are_not_confirmed(
    days: WorkingCalendar,
) -> None:
    assert not days.confirmed(dt.date(2026, 11, 23))
    assert not days.confirmed(dt.date(2026, 11, 28))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("confirmed: [{year: 2026}]\nchecked: 2026-11-23", "confirmed.0.source"),
        ("confirmed: []\nchecked: 2026-11-23", "confirmed"),
        ("checked: [", "YAML sai"),
        (
            "confirmed: [{year: 2026, source: TB}]\nchecked: 2026-11-23\n"
            "swaps: [{rest: 2026-08-30, work: 2026-08-22, source: TB}]",
            "'rest' phải là ngày thường",
        ),
    ],
)
def test_a_wrong_file_is_told_by_its_name_and_what_is_wrong(
    tmp_path: Path, text: str, said: str
) -> None:
    path = tmp_path / "holidays.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DossierDataError) as error:
        load_calendar(path)
    assert "holidays.yml" in str(error.value)
    assert said in str(error.value)


def test_a_missing_file_is_told_too(tmp_path: Path) -> None:
    with pytest.raises(DossierDataError, match="không đọc được"):
        load_calendar(tmp_path / "holidays.yml")
