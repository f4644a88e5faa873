"""When a dossier is due.

Rules, and where each comes from:

- time runs from the moment the dossier is received complete, as written on the receipt (Decree
  118/2025/NĐ-CP as amended by Decree 309/2026/NĐ-CP; reference: facts.md §2.2). A dossier of a
  place that does not decide itself counts from when the deciding office has it (same place):
  the caller passes that instant;
- received after 15:00: counts as received at the start of the next working day (same place).
  What comes on a day off is taken the same way: nobody receives it before;
- the first day is not counted; a month ends on the same day of a later month, or on its last
  day; an end on a day off moves to the next working day; hours run from the moment itself
  (Civil Code 2015, articles 147 and 148).
"""

from __future__ import annotations

import calendar as months
import datetime as dt
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

from bot.dossiers.calendar import WorkingCalendar

TimeUnit = Literal["working_day", "day", "hour", "month", "same_day", "at_once"]

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
_LAST_MOMENT = dt.time(15, 0)


@dataclass(frozen=True)
class Deadline:
    """When a dossier is due.

    Attributes:
        counted_from: The day that counts as the day of receipt.
        due: The day by which the result is due.
        latest: The same if the dossier came after 15:00; differs from `due` only where the hour
            of receipt is not known.
        tentative: Only "dự kiến": a day counted is not confirmed as worked or off.
        days_off: Weekdays off between receipt and `latest`, with the reason in Vietnamese.
    """

    counted_from: dt.date
    due: dt.date
    latest: dt.date
    tentative: bool
    days_off: tuple[tuple[dt.date, str], ...] = ()

    def overdue(self, day: dt.date) -> bool:
        """Whether it is overdue on `day` even if it came after 15:00."""
        return day > self.latest


def deadline(
    received: dt.datetime | dt.date, amount: int | None, unit: TimeUnit, calendar: WorkingCalendar
) -> Deadline:
    """Reckons when a dossier is due.

    Args:
        received: The instant of receipt (without a time zone: in Việt Nam), or only the day,
            such as the one within a dossier code.
        amount: How many units; None for `same_day` and `at_once`.
        unit: As in the knowledge files.
        calendar: Working days.

    Raises:
        ValueError: `amount` is missing, or given where there is nothing to count.
    """
    if (amount is None) != (unit in ("same_day", "at_once")) or (amount is not None and amount < 1):
        raise ValueError(f"{amount} {unit}")
    if isinstance(received, dt.datetime):
        if received.tzinfo is not None:
            received = received.astimezone(VIETNAM).replace(tzinfo=None)
        starts = [_start(received, unit, calendar)]
    else:
        midnight = dt.datetime.combine(received, dt.time.min)
        evening = dt.datetime.combine(received, dt.time.max)
        starts = [_start(midnight, unit, calendar), _start(evening, unit, calendar)]
    ends = [_end(start, amount or 0, unit, calendar) for start in starts]
    passed = _days(received, starts[0], ends[-1])
    reasons = [(day, calendar.holiday(day)) for day in passed if day.weekday() < 5]
    return Deadline(
        counted_from=starts[0].date(),
        due=ends[0],
        latest=ends[-1],
        tentative=not all(map(calendar.confirmed, passed)),
        days_off=tuple((day, reason) for day, reason in reasons if reason is not None),
    )


def _days(received: dt.date, start: dt.datetime, last: dt.date) -> list[dt.date]:
    """The days passed over; the day of receipt was worked if time runs from it."""
    first = dt.date(received.year, received.month, received.day)
    skipped = 1 if start.date() == first and last > first else 0
    return [first + dt.timedelta(days=i) for i in range(skipped, (last - first).days + 1)]


def _start(received: dt.datetime, unit: TimeUnit, calendar: WorkingCalendar) -> dt.datetime:
    """The instant from which time runs; what is done at once needs no working day."""
    day = received.date()
    if unit == "at_once" or (calendar.working(day) and received.time() <= _LAST_MOMENT):
        return received
    return dt.datetime.combine(calendar.after(day), dt.time.min)


def _end(start: dt.datetime, amount: int, unit: TimeUnit, calendar: WorkingCalendar) -> dt.date:
    day = start.date()
    match unit:
        case "same_day" | "at_once":
            return day
        case "working_day":
            return calendar.after(day, amount)
        case "day":
            return calendar.from_(day + dt.timedelta(days=amount))
        case "hour":
            return calendar.from_((start + dt.timedelta(hours=amount)).date())
        case "month":
            return calendar.from_(_months_later(day, amount))


def _months_later(day: dt.date, amount: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + amount, 12)
    return dt.date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))
