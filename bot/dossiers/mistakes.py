"""Where a mistyped dossier code is wrong, in words the citizen can compare with the paper.

The forms are those of `bot.dossiers.codes` (reference: facts.md §2.6).
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bot.dossiers.codes import DASHES, DossierCode, day_of, find, parse

Part = Literal["shape", "agency", "day", "number"]

EXAMPLE = "G22.99.08-260921-000123"
_SHAPE = f"Mã có ba phần cách nhau bằng gạch ngang: cơ quan, ngày nhận, số hồ sơ. Ví dụ: {EXAMPLE}."
# Circular 01/2018/TT-VPCP brought the code with its day.
_FIRST_YEAR = 2018
# Letters that are typed or read in place of a digit.
_LOOKS_LIKE = str.maketrans({"O": "0", "Q": "0", "I": "1", "L": "1", "Z": "2", "S": "5", "B": "8"})
_CURRENT = re.compile(r"[A-Y][0-9]{2}(?:\.[0-9]{2,3}){1,4}")
_FORMER = re.compile(r"[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Y][0-9]{2}")
_LOOSE = re.compile(
    r"(?P<agency>[A-Z0-9][A-Z0-9., /]*?)[-., /]*(?P<day>[0-9]{6})[-., /]*(?P<number>[0-9]{4,6})"
)
_DIGIT = "[0-9OQILZSB]"
_SUSPECT = re.compile(
    r"(?<![0-9A-Z])(?<!\d\.)"
    rf"(?:[A-Z](?=\w{{0,2}}\d){_DIGIT}{{1,13}}|{_DIGIT}{{2,3}}(?=\s?[.,]))"
    r"(?:\s?[.,/ ]{1,2}\s?[0-9A-Z]{1,4}){0,5}?"
    rf"\s?[-., /]\s?{_DIGIT}{{4,8}}(?:\s?[-., /]?\s?{_DIGIT}{{1,8}})?(?![0-9A-Z])",
    re.ASCII | re.IGNORECASE,
)
_ENDING = re.compile(r"-\s?[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9]\s?-\s?[0-9]{4,6}$")


@dataclass(frozen=True)
class Mistake:
    """One thing that is wrong.

    Attributes:
        part: Which part of the code.
        message: What is wrong and what should be there, in Vietnamese.
    """

    part: Part
    message: str


@dataclass(frozen=True)
class Diagnosis:
    """What was found out about a code as typed.

    Attributes:
        typed: As typed, without spaces around it.
        mistakes: Empty if the code is right.
        code: The code if it is right; otherwise the one that was most likely meant, to be
            asked about; None if digits are missing and nobody could tell.
    """

    typed: str
    mistakes: tuple[Mistake, ...]
    code: DossierCode | None


def suspects(text: str) -> Iterator[str]:
    """Yields what looks like a dossier code in `text` but is none.

    Generous: to be used where a dossier is spoken of, not on every message.
    """
    text = unicodedata.normalize("NFC", text)
    for found in reversed(list(find(text))):
        text = text[: found.start] + " | " + text[found.end :]
    for match in _SUSPECT.finditer(_with_hyphens(text)):
        piece = match.group()
        lettered = any(c.isalpha() for c in piece)
        divided = "-" in piece and (lettered or piece.startswith("000") or _ENDING.search(piece))
        if (divided or ("." in piece and lettered)) and sum(c.isdigit() for c in piece) >= 9:
            yield piece.strip()


def diagnose(typed: str, today: dt.date | None = None) -> Diagnosis:
    """Says what is wrong with a code.

    Args:
        typed: The code alone, as the citizen typed it.
        today: The day in Việt Nam; with it, a day that is yet to come is a mistake too.
    """
    typed = unicodedata.normalize("NFC", typed).strip()
    right = parse(typed)
    if right is not None and _possible(right.received, today):
        return Diagnosis(typed, (), right)
    tidy = re.sub(r"\s*([-.,/])\s*", r"\1", _with_hyphens(typed).upper()).strip(" .,;:?!\"'()")
    parts = tidy.split("-")
    if len(parts) != 3:
        return _wrong_shape(typed, tidy, parts, today)
    mistakes: list[Mistake] = []
    agency = _agency(parts[0], mistakes)
    day = _day(parts[1], today, mistakes)
    number = _number(parts[2], mistakes)
    meant = parse(f"{agency}-{day}-{number}")
    return Diagnosis(typed, tuple(mistakes), meant)


def _possible(day: dt.date, today: dt.date | None) -> bool:
    return day.year >= _FIRST_YEAR and (today is None or day <= today)


def _with_hyphens(text: str) -> str:
    return re.sub(f"[{DASHES}]", "-", text)


def _wrong_shape(typed: str, tidy: str, parts: list[str], today: dt.date | None) -> Diagnosis:
    digits = [parts[0], *(part.translate(_LOOKS_LIKE) for part in parts[1:])]
    loose = _LOOSE.fullmatch("-".join(digits))
    if loose is not None:
        agency = re.sub(r"[., /]+", ".", loose["agency"].strip(" .,/"))
        meant = parse(f"{agency}-{loose['day']}-{loose['number']}")
        if meant is not None and _possible(meant.received, today):
            message = f"Thiếu dấu gạch ngang trước hoặc sau sáu số ngày nhận ({loose['day']})."
            return Diagnosis(typed, (Mistake("shape", message),), meant)
    message = _SHAPE
    if len(parts) == 2 and re.fullmatch(r"[0-9]{6}", parts[1]):
        message = f"Thiếu số hồ sơ ở cuối, sau ngày nhận {parts[1]}. " + _SHAPE
    elif len(parts) > 3:
        message = f"Mã có {len(parts)} phần, thừa dấu gạch ngang. " + _SHAPE
    return Diagnosis(typed, (Mistake("shape", message),), None)


def _agency(part: str, mistakes: list[Mistake]) -> str:
    """Notes what is wrong with the agency's code; returns it as it was most likely meant."""

    def wrong(message: str) -> None:
        mistakes.append(Mistake("agency", message))

    if _CURRENT.fullmatch(part) or _FORMER.fullmatch(part):
        return part
    fixed = re.sub(r"[, /]+", ".", part)
    if fixed != part:
        wrong(f"“{part}”: các nhóm của mã cơ quan cách nhau bằng dấu chấm.")
    if ".." in fixed or fixed != fixed.strip("."):
        wrong(f"“{part}”: thừa dấu chấm.")
        fixed = re.sub(r"\.+", ".", fixed).strip(".")
    groups = fixed.split(".")
    lettered = 0 if groups[0][:1].isalpha() and groups[0][:1] not in "OQ" else len(groups) - 1
    for i, group in enumerate(groups):
        kept = 1 if i == lettered and group[:1].isalpha() else 0
        digits = group[:kept] + group[kept:].translate(_LOOKS_LIKE)
        if digits != group:
            wrong(f"“{group}” có chữ lẫn vào số. Có phải “{digits}” không?")
        groups[i] = digits
    fixed = ".".join(groups)
    if re.fullmatch(r"[A-Y][0-9]{4,6}", fixed):
        wrong(_wrong_groups(groups, 0))
        # Groups have two or three digits, so that up to four digits divide in one way only.
        return (
            f"{fixed[:3]}.{fixed[3:]}"
            if len(fixed) < 7
            else f"{fixed[:3]}.{fixed[3:5]}.{fixed[5:]}"
        )
    if not (_CURRENT.fullmatch(fixed) or _FORMER.fullmatch(fixed)):
        wrong(_wrong_groups(groups, lettered))
    return fixed


def _wrong_groups(groups: list[str], lettered: int) -> str:
    group = groups[lettered]
    if not group[:1].isalpha():
        return "Mã cơ quan thiếu chữ cái. Mã bắt đầu bằng một chữ và hai số, ví dụ G22 hoặc H29."
    if re.fullmatch(r"[A-Y][0-9]{4,}", group):
        return f"“{group}” thiếu dấu chấm: sau một chữ và hai số là dấu chấm, ví dụ {EXAMPLE[:9]}."
    if not re.fullmatch(r"[A-Y][0-9]{2}", group):
        return f"“{group}”: chỗ này phải là một chữ (A đến Y) và hai số, ví dụ G22."
    if lettered:
        return "Mã cơ quan kiểu cũ có bốn nhóm, ví dụ 000.00.12.H62."
    if len(groups) == 1:
        return f"Sau “{group}” còn thiếu các nhóm số của cơ quan, ví dụ {group}.12."
    if len(groups) > 5:
        return f"Mã cơ quan có {len(groups)} nhóm, nhiều nhất là năm."
    bad = next(g for g in groups[1:] if not re.fullmatch(r"[0-9]{2,3}", g))
    return f"“{bad}”: mỗi nhóm sau chữ cái có hai hoặc ba chữ số."


def _day(part: str, today: dt.date | None, mistakes: list[Mistake]) -> str:
    """Notes what is wrong with the day; returns the six digits that were most likely meant."""

    def wrong(message: str) -> None:
        mistakes.append(Mistake("day", message))

    digits = part.translate(_LOOKS_LIKE)
    if digits != part:
        wrong(f"“{part}” có chữ lẫn vào số. Có phải “{digits}” không?")
    if not re.fullmatch(r"[0-9]{6}", digits):
        wrong(f"Ngày nhận “{part}” phải đủ sáu số: năm, tháng, ngày. Ví dụ 260921 là 21/09/2026.")
        return _reordered(digits, today) or digits
    day = day_of(digits)
    if day is None:
        what = (
            f"tháng {digits[2:4]}"
            if not 1 <= int(digits[2:4]) <= 12
            else f"ngày {digits[4:6]}/{digits[2:4]}"
        )
        wrong(f"“{digits}”: không có {what}. Sáu số này là năm, tháng, ngày.")
    elif _possible(day, today):
        return digits
    elif day.year < _FIRST_YEAR:
        wrong(f"“{digits}” là {day:%d/%m/%Y}. Mã kiểu này có từ năm {_FIRST_YEAR}.")
    else:
        wrong(f"“{digits}” là {day:%d/%m/%Y}, ngày chưa tới. Sáu số này là năm, tháng, ngày.")
    return _reordered(digits, today) or ""


def _reordered(digits: str, today: dt.date | None) -> str | None:
    """The day if it was written day first, or with the whole year."""
    orders = {6: ["420"], 8: ["246", "620"]}.get(len(digits), [])
    for order in orders:
        day = day_of("".join(digits[int(i) : int(i) + 2] for i in order))
        if day is not None and _possible(day, today):
            return f"{day:%y%m%d}"
    return None


def _number(part: str, mistakes: list[Mistake]) -> str:
    digits = part.translate(_LOOKS_LIKE)
    if digits != part and digits.isdigit():
        mistakes.append(Mistake("number", f"“{part}” có chữ lẫn vào số. Có phải “{digits}” không?"))
    if not re.fullmatch(r"[0-9]{4,6}", digits):
        mistakes.append(Mistake("number", f"Số hồ sơ ở cuối “{part}” phải có bốn đến sáu chữ số."))
    return digits
