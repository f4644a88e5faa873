"""When a dossier was handed in, as people say it: "hôm 12/11", "ngày 3 tháng 11", "chiều qua"."""

from __future__ import annotations

import datetime as dt
import re

from bot.text import canonical, fold, has_diacritics

_DAY = re.compile(
    r"(?<![\d.,/-])(?P<day>\d{1,2})(?:[/.-]|\s+thang\s+)(?P<month>\d{1,2})"
    r"(?:(?:[/.-]|\s+nam\s+)(?P<year>\d{4}|\d{2}))?(?![\d/]|[.,-]\d)"
)
_AGO = (
    (re.compile(r"\bhôm kia\b"), 2),
    (re.compile(r"\b(?:hôm|tối|chiều|sáng|trưa) qua\b"), 1),
    (re.compile(r"\b(?:hôm|chiều|sáng|trưa) nay\b"), 0),
)
# Without diacritics "tôi quá hạn" looks like "tối qua".
_AGO_FOLDED = tuple(
    (re.compile(fold(words.pattern) + r"(?! (?:han|ngay|lau|muc|nhieu)\b)"), days)
    for words, days in _AGO
)
# "3 ngày trước", "cách đây hai tuần", "nộp được 10 ngày rồi".
_NUMBERS = ("khong", "mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin", "muoi")
_COUNTED = re.compile(
    rf"\b(?P<gap>cach day\s+)?(?P<count>\d{{1,2}}|{'|'.join(_NUMBERS[1:])})"
    r"\s+(?P<unit>ngay|hom|tuan)"
    r"(?(gap)|\s+(?:truoc|roi|nay|qua|ma|chua|van))\b"
)
# "thứ hai tuần trước", "thứ 5 vừa rồi", "chủ nhật tuần này".
_WEEKDAYS = ("hai", "ba", "tu", "nam", "sau", "bay")
_WEEKDAY = re.compile(
    rf"\b(?:thu\s+(?P<day>[2-7]|{'|'.join(_WEEKDAYS)})|(?P<sunday>chu nhat|cn))"
    r"\s+(?:tuan\s+)?(?P<which>truoc|roi|vua roi|vua qua|nay)\b"
)
_HOUR = re.compile(
    r"\b(?P<hour>\d{1,2})\s*(?:h|gio|:)\s*(?P<minute>[0-5]\d)?\s*(?P<late>chieu|toi)?\b"
)
# What stands right before the day of the appointment slip.
_APPOINTMENT = re.compile(r"\bhen(?:\s+\w+){0,4}\s*$")
_AHEAD = dt.timedelta(days=366)
_NOON = 12
_EVENING = 11


def received(text: str, now: dt.datetime) -> dt.datetime | dt.date | None:
    """The day, or the instant, that `text` names as the day of handing in.

    Args:
        text: The citizen's message.
        now: The instant of the message in Việt Nam. A day without a year is the last one of
            that name; one with its year may be planned, within a year. The day on the
            appointment slip ("hẹn ngày 12/11") is not one of handing in.

    Returns:
        A day; an instant if the hour is told; None if neither stands there.
    """
    folded = fold(text)
    today = now.date()
    day = _day(folded, today) or _ago(canonical(text).lower(), today) or _counted(folded, today)
    return None if day is None else at_hour(text, day)


def at_hour(text: str, day: dt.date) -> dt.datetime | dt.date:
    """`day`, at the hour that `text` tells, if it tells one."""
    hour = _HOUR.search(_DAY.sub(" ", fold(text)))
    if hour is None or int(hour["hour"]) > 23:
        return day
    late = _NOON if hour["late"] and int(hour["hour"]) <= _EVENING else 0
    return dt.datetime.combine(day, dt.time(int(hour["hour"]) + late, int(hour["minute"] or 0)))


def _day(folded: str, today: dt.date) -> dt.date | None:
    for match in _DAY.finditer(folded):
        if _APPOINTMENT.search(folded[: match.start()]):
            continue
        year = int(match["year"] or today.year)
        found = _of(year + 2000 if year < 100 else year, match)
        if found and not match["year"] and found > today:
            found = _of(today.year - 1, match)
        if found and (found <= today or (match["year"] and found - today < _AHEAD)):
            return found
    return None


def _ago(text: str, today: dt.date) -> dt.date | None:
    for words, days in _AGO if has_diacritics(text) else _AGO_FOLDED:
        if words.search(text):
            return today - dt.timedelta(days=days)
    return None


def _counted(folded: str, today: dt.date) -> dt.date | None:
    weekday = _WEEKDAY.search(folded)
    if weekday:
        return _weekday(weekday, today)
    ago = _COUNTED.search(folded)
    if ago is None:
        return None
    count = int(ago["count"]) if ago["count"].isdigit() else _NUMBERS.index(ago["count"])
    return today - dt.timedelta(days=count * (7 if ago["unit"] == "tuan" else 1))


def _weekday(match: re.Match[str], today: dt.date) -> dt.date | None:
    """The weekday of this week or of the last; a week begins on Monday."""
    named = match["day"]
    number = 6 if match["sunday"] else int(named) - 2 if named.isdigit() else _WEEKDAYS.index(named)
    monday = today - dt.timedelta(days=today.weekday())
    if match["which"] == "truoc":
        return monday + dt.timedelta(days=number - 7)
    day = monday + dt.timedelta(days=number)
    if match["which"] == "nay":
        return day if day <= today else None
    return day if day < today else day - dt.timedelta(days=7)


def _of(year: int, match: re.Match[str]) -> dt.date | None:
    try:
        return dt.date(year, int(match["month"]), int(match["day"]))
    except ValueError:
        return None
