"""Working days of Vietnamese offices: Monday to Friday, public holidays left out.

Holidays are those of article 112 of the Labour Code as the `holidays` package knows them,
corrected by `data/dossiers/holidays.yml`: days added by later law, and the days that the yearly
notice swaps for a Saturday. Which days Tết and National Day take is decided each year, so years
whose notice was not seen are not confirmed.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from pathlib import Path

import holidays
from pydantic import Field, model_validator

from bot.dossiers.data import Model, data_folder, read

_ONE_DAY = dt.timedelta(days=1)
_SATURDAY = 5


class ConfirmedYear(Model):
    """A year whose notices were compared with the calendar."""

    year: int
    source: str


class DayOff(Model):
    """A day off that returns every year, from the year `since` (`from` in the file)."""

    month: int = Field(ge=1, le=12)
    day: int = Field(ge=1, le=31)
    since: int = Field(alias="from")
    name: str
    source: str


class Swap(Model):
    """A weekday off (`rest`) and the day worked in its place (`work`)."""

    rest: dt.date
    work: dt.date
    source: str

    @model_validator(mode="after")
    def _sensible(self) -> Swap:
        if self.rest.weekday() >= _SATURDAY or self.work.weekday() < _SATURDAY:
            raise ValueError("'rest' phải là ngày thường, 'work' phải là thứ Bảy hoặc Chủ nhật")
        return self


class Unsettled(Model):
    """A day of which it is not known whether it will be worked."""

    day: dt.date
    source: str


class Corrections(Model):
    """What stands in `data/dossiers/holidays.yml`."""

    confirmed: list[ConfirmedYear] = Field(min_length=1)
    days_off: list[DayOff] = Field(default_factory=list)
    swaps: list[Swap] = Field(default_factory=list)
    unsettled: list[Unsettled] = Field(default_factory=list)
    checked: dt.date


class WorkingCalendar:
    """Tells working days from days off."""

    def __init__(self, corrections: Corrections) -> None:
        """Uses the package's holidays with `corrections`."""
        self._corrections = corrections
        self._confirmed = {confirmed.year for confirmed in corrections.confirmed}
        self._off = {swap.rest: swap for swap in corrections.swaps}
        self._work = {swap.work for swap in corrections.swaps}
        self._unsettled = {unsettled.day for unsettled in corrections.unsettled}
        self._years: dict[int, dict[dt.date, str]] = {}

    @property
    def last_confirmed_year(self) -> int:
        """The last year whose notices were seen."""
        return max(self._confirmed)

    def confirmed(self, day: dt.date) -> bool:
        """Whether it is known for sure if `day` is worked."""
        return day.year in self._confirmed and day not in self._unsettled

    def holiday(self, day: dt.date) -> str | None:
        """Why nobody works on `day`, weekends apart; in Vietnamese."""
        swap = self._off.get(day)
        if swap is not None:
            return f"nghỉ hoán đổi, làm bù {swap.work:%d/%m/%Y}"
        return self._holidays(day.year).get(day)

    def working(self, day: dt.date) -> bool:
        """Whether offices work on `day`."""
        if day in self._work:
            return True
        return day.weekday() < _SATURDAY and self.holiday(day) is None

    def from_(self, day: dt.date) -> dt.date:
        """`day` if it is worked, otherwise the first working day after it."""
        while not self.working(day):
            day += _ONE_DAY
        return day

    def after(self, day: dt.date, count: int = 1) -> dt.date:
        """The working day number `count` after `day`; `day` itself is not counted."""
        for _ in range(count):
            day = self.from_(day + _ONE_DAY)
        return day

    def _holidays(self, year: int) -> dict[dt.date, str]:
        if year not in self._years:
            days = dict(holidays.country_holidays("VN", years=year, language="vi"))
            for extra in self._corrections.days_off:
                if year >= extra.since:
                    days[dt.date(year, extra.month, extra.day)] = extra.name
            self._years[year] = days
        return self._years[year]


def load_calendar(path: Path) -> WorkingCalendar:
    """Builds the calendar from a corrections file.

    Raises:
        DossierDataError: The file cannot be used.
    """
    return WorkingCalendar(read(path, Corrections))


@lru_cache
def calendar() -> WorkingCalendar:
    """The calendar of this process."""
    return load_calendar(data_folder() / "holidays.yml")
