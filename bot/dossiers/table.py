"""Dossiers of communes that keep a list: read from a CSV file, looked up in the database."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bot.dossiers.codes import DossierCode, parse
from bot.dossiers.lookup import Status
from bot.dossiers.mistakes import diagnose
from bot.dossiers.statuses import COUNT, Statuses, plain

_CODE = ("ma ho so", "ma_ho_so", "so ho so", "code")
_STATUS = ("trang thai", "trang_thai", "status")
_MAX_BYTES = 50_000_000


class Table(Protocol):
    """Where the list is kept; see `bot.storage.dossiers`."""

    def status_of(self, code: str) -> tuple[int, dt.datetime] | None:
        """Number of the status and the UTC instant of the list; None if it is not listed."""
        ...

    def count(self) -> int:
        """How many dossiers are listed."""
        ...


class TableProvider:
    """Looks dossiers up in the list."""

    def __init__(self, table: Table) -> None:
        """Uses `table`."""
        self._table = table

    def ready(self) -> bool:
        """Whether the commune keeps a list."""
        return self._table.count() > 0

    def find(self, code: DossierCode) -> Status | None:
        """The status of a dossier; None if it is not on the list."""
        found = self._table.status_of(str(code))
        return None if found is None else Status(*found)


@dataclass(frozen=True)
class Line:
    """A line of the list that can be used."""

    code: str
    status: int


@dataclass(frozen=True)
class Problem:
    """A line that cannot be used, and why, in Vietnamese."""

    line: int
    message: str

    def __str__(self) -> str:
        return f"dòng {self.line}: {self.message}"


@dataclass(frozen=True)
class Import:
    """What a CSV file holds.

    Attributes:
        lines: What can be used.
        problems: What cannot; with any, nothing should be stored.
        left_out: Columns that were not read, since only code and status are kept.
    """

    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]
    left_out: tuple[str, ...] = ()


def import_csv(path: Path, statuses: Statuses) -> Import:
    """Reads a list of dossiers.

    The file has a line of headings, among them `mã hồ sơ` and `trạng thái`, in any order, with
    or without accents; columns are divided by commas, semicolons or tabs, as spreadsheets write
    them. A status is an official name or its number. Other columns are not read.

    Args:
        path: A CSV file in UTF-8.
        statuses: The ten statuses.
    """
    try:
        if path.stat().st_size > _MAX_BYTES:
            return _refused(1, "tệp quá lớn")
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return _refused(1, "tệp không phải UTF-8; khi lưu, chọn “CSV UTF-8”")
    except OSError as error:
        return _refused(1, f"không đọc được tệp: {error.strerror}")
    return _read(_rows(text), statuses)


def _read(rows: Iterator[tuple[int, list[str]]], statuses: Statuses) -> Import:
    try:
        number, headings = next(rows, (1, []))
    except csv.Error as error:
        return _refused(1, f"không đọc được: {error}")
    names = [plain(heading) for heading in headings]
    at_code = next((i for i, name in enumerate(names) if name in _CODE), None)
    at_status = next((i for i, name in enumerate(names) if name in _STATUS), None)
    if at_code is None or at_status is None:
        missing = "mã hồ sơ" if at_code is None else "trạng thái"
        return _refused(number, f"thiếu cột “{missing}” ở dòng tiêu đề")
    left_out = tuple(h.strip() for i, h in enumerate(headings) if i not in (at_code, at_status))
    found: dict[str, tuple[int, Line]] = {}
    problems: list[Problem] = []
    try:
        for number, row in rows:
            line = _line(row, at_code, at_status, statuses)
            if isinstance(line, str):
                problems.append(Problem(number, line))
            elif line.code in found:
                problems.append(Problem(number, f"trùng mã với dòng {found[line.code][0]}"))
            else:
                found[line.code] = number, line
    except csv.Error as error:
        problems.append(Problem(number + 1, f"không đọc được: {error}"))
    return Import(tuple(line for _, line in found.values()), tuple(problems), left_out)


def _refused(line: int, message: str) -> Import:
    return Import((), (Problem(line, message),))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yields (line number, cells); empty lines are passed over."""
    divider = max(",;\t", key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=divider, strict=True)
    for row in reader:
        if any(cell.strip() for cell in row):
            yield reader.line_num, row


def _line(row: list[str], at_code: int, at_status: int, statuses: Statuses) -> Line | str:
    """The line, or what is wrong with it."""
    if max(at_code, at_status) >= len(row):
        return f"chỉ có {len(row)} ô, thiếu ô mã hồ sơ hoặc trạng thái"
    code = parse(row[at_code])
    if code is None:
        wrong = diagnose(row[at_code]).mistakes
        return "mã hồ sơ sai: " + " ".join(mistake.message for mistake in wrong)
    status = statuses.named(row[at_status])
    if status is None:
        return f"trạng thái lạ; ghi số 1 đến {COUNT} hoặc tên như “{statuses.of(4).name}”"
    return Line(str(code), status.number)
