from __future__ import annotations

import datetime as dt

import pytest

from bot.dossiers.calendar import calendar
from bot.dossiers.deadline import VIETNAM, Deadline, TimeUnit, deadline


def _due(received: str, amount: int | None, unit: TimeUnit) -> Deadline:
    """Received at an instant in Việt Nam, or on a day if no hour is given."""
    at: dt.date | dt.datetime = (
        dt.datetime.fromisoformat(received) if "T" in received else dt.date.fromisoformat(received)
    )
    return deadline(at, amount, unit, calendar())


@pytest.mark.parametrize(
    ("received", "amount", "unit", "due"),
    [
        # Monday morning, three working days
        ("2026-11-09T09:00", 3, "working_day", "2026-11-12"),
        # over a weekend
        ("2026-11-12T09:00", 3, "working_day", "2026-11-17"),
        # over Tết: 16 to 20 February 2026
        ("2026-02-12T09:00", 3, "working_day", "2026-02-24"),
        # over National Day with its swapped Monday
        ("2026-08-28T09:00", 1, "working_day", "2026-09-03"),
        # a swapped Saturday is counted
        ("2026-08-21T09:00", 1, "working_day", "2026-08-22"),
        # over 24 November
        ("2026-11-23T09:00", 3, "working_day", "2026-11-27"),
        # calendar days; an end on a Sunday moves to Monday
        ("2026-11-09T09:00", 10, "day", "2026-11-19"),
        ("2026-11-05T09:00", 10, "day", "2026-11-16"),
        # hours run by the clock
        ("2026-11-10T10:00", 24, "hour", "2026-11-11"),
        ("2026-11-10T10:00", 8, "hour", "2026-11-10"),
        ("2026-11-13T10:00", 24, "hour", "2026-11-16"),
        # months end on the same day, or the last
        ("2026-10-09T09:00", 1, "month", "2026-11-09"),
        ("2026-12-31T09:00", 2, "month", "2027-03-01"),
        ("2026-11-09T09:00", 14, "month", "2028-01-10"),
        ("2026-11-09T09:00", None, "same_day", "2026-11-09"),
        ("2026-11-09T09:00", None, "at_once", "2026-11-09"),
    ],
)
def test_the_due_day(received: str, amount: int | None, unit: TimeUnit, due: str) -> None:
    found = _due(received, amount, unit)
    assert found.due == found.latest == dt.date.fromisoformat(due)


@pytest.mark.parametrize(
    ("received", "amount", "unit", "due"),
    [
        ("2026-11-09T15:00", 1, "working_day", "2026-11-10"),
        ("2026-11-09T15:01", 1, "working_day", "2026-11-11"),
        ("2026-11-09T15:01", None, "same_day", "2026-11-10"),
        ("2026-11-13T15:01", None, "same_day", "2026-11-16"),
        ("2026-11-09T15:01", 24, "hour", "2026-11-11"),
        ("2026-11-09T15:01", 10, "day", "2026-11-20"),
    ],
)
def test_after_three_in_the_afternoon_it_counts_from_the_next_working_day(
    received: str, amount: int | None, unit: TimeUnit, due: str
) -> None:
    assert _due(received, amount, unit).due == dt.date.fromisoformat(due)


def test_what_comes_on_a_day_off_counts_from_the_next_working_day() -> None:
    found = _due("2026-11-15T09:00", 1, "working_day")
    assert found.counted_from == dt.date(2026, 11, 16)
    assert found.due == dt.date(2026, 11, 17)


def test_what_is_done_at_once_waits_for_no_working_day() -> None:
    assert _due("2026-11-15T22:00", None, "at_once").due == dt.date(2026, 11, 15)


def test_an_instant_elsewhere_is_taken_to_vietnam() -> None:
    utc = dt.datetime(2026, 11, 9, 8, 30, tzinfo=dt.UTC)  # 15:30 in Việt Nam
    found = deadline(utc, 1, "working_day", calendar())
    assert found == deadline(utc.astimezone(VIETNAM), 1, "working_day", calendar())
    assert found.due == dt.date(2026, 11, 11)


def test_with_only_a_day_the_hour_is_left_open() -> None:
    found = _due("2026-09-21", 3, "working_day")
    assert (found.due, found.latest) == (dt.date(2026, 9, 24), dt.date(2026, 9, 25))


def test_overdue_is_said_only_when_it_is_so_whatever_the_hour() -> None:
    found = _due("2026-09-21", 3, "working_day")
    assert [found.overdue(dt.date(2026, 9, day)) for day in (24, 25, 26)] == [False, False, True]


def test_the_due_day_itself_is_in_time() -> None:
    found = _due("2026-11-09T09:00", 1, "working_day")
    assert not found.overdue(dt.date(2026, 11, 10))
    assert found.overdue(dt.date(2026, 11, 11))


@pytest.mark.parametrize(
    ("received", "tentative"),
    [
        ("2026-12-24T09:00", False),
        ("2026-12-30T09:00", True),
        ("2027-02-01T09:00", True),
        ("2026-11-20T09:00", True),  # over 23 November, whose swap was proposed
        ("2026-11-23T09:00", False),  # who was given a receipt that day knows that it was worked
    ],
)
def test_past_what_is_confirmed_it_is_only_expected(received: str, tentative: bool) -> None:
    assert _due(received, 2, "working_day").tentative is tentative


def test_the_days_off_on_the_way_are_named() -> None:
    assert _due("2026-11-23T15:30", 1, "working_day").days_off == (
        (dt.date(2026, 11, 24), "Ngày Văn hóa Việt Nam"),
    )


@pytest.mark.parametrize(("amount", "unit"), [(None, "day"), (1, "same_day"), (0, "day")])
def test_an_amount_that_makes_no_sense_is_refused(amount: int | None, unit: TimeUnit) -> None:
    with pytest.raises(ValueError, match=unit):
        _due("2026-11-09T09:00", amount, unit)
