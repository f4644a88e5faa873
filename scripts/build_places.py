"""Builds `data/places/*.tsv` from the statistics office's conversion table.

    python -m scripts.build_places FILE.csv

The table ("Bảng chuyển đổi ĐVHC mới - cũ", danhmuchanhchinh.nso.gov.vn) has one row for each old
commune and each new commune that took it over, whole or in part. It is read once, cleaned, and not
kept in the project. Later changes are not in it: they stand in `data/places/amendments.yml`,
each with its resolution, and are applied when the files are read.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from bot.text import canonical

DATA = Path(__file__).resolve().parents[1] / "data" / "places"
SOURCE = "Cục Thống kê, Bảng chuyển đổi đơn vị hành chính mới - cũ (danhmuchanhchinh.nso.gov.vn)"
DATE = "2025-07-01"

_KINDS = ("Đặc khu", "Thị trấn", "Thị xã", "Thành phố", "Phường", "Xã", "Quận", "Huyện", "Tỉnh")
_KIND = re.compile(rf"({'|'.join(_KINDS)})\s+", re.IGNORECASE)
_CODED = re.compile(r"(.+?)\s*\((\d+)\)$")

# What the table itself has wrong. A name stands twice under one code: the other code is the one
# that the unit carried before (the office's own lists of 2024, also in vietnamadminunits 1.0.4).
_CODES = {
    ("Xã Đặng Xá", "00553"): "00556",
    ("Xã Mỹ Hưng", "01615"): "01651",
    ("Xã Phú Thịnh", "02485"): "02482",
}
_NAMES = {
    "Xa Ea Kly": "Xã Ea Kly",
    "Thi trấn Ngan Dừa": "Thị trấn Ngan Dừa",
    "Xuân Quang 3": "Xã Xuân Quang 3",
    "Xuân Phước": "Xã Xuân Phước",
    "Phường Trạng Hạ": "Phường Trang Hạ",
    "Quảng Trị": "Tỉnh Quảng Trị",
}
# An area without a unit code: nobody's commune.
_NO_UNITS = {"Khu vực bãi bồi ven biển do huyện Kim Sơn quản lý"}
# Some people or land, some land only, some land and everybody; nothing: the whole unit.
PART, LAND, LAND_AND_PEOPLE, WHOLE = "p", "l", "r", ""


class Row(NamedTuple):
    """One row of the table, cleaned; `old` is None for a district without communes."""

    province: tuple[str, str]
    new: tuple[str, str]
    old: tuple[str, str] | None
    district: tuple[str, str]
    old_province: tuple[str, str]
    share: str


@dataclass
class Tables:
    """What is written, file name → lines of fields; codes come first."""

    provinces: list[list[str]]
    communes: list[list[str]]
    old_provinces: list[list[str]]
    old_districts: list[list[str]]
    old_communes: list[list[str]]


def clean(name: str) -> str:
    """Returns a unit's name in canonical form: one space, plain apostrophe, kind as "Thị xã"."""
    name = canonical(re.sub(r"\s+", " ", name).strip()).replace("’", "'").replace("' ", "'")
    name = re.sub(r"\s*-\s*", " - ", name)
    name = _NAMES.get(name, name)
    return _KIND.sub(lambda match: match[1].capitalize() + " ", name, count=1)


def coded(cell: str) -> tuple[str, str]:
    """Splits "Huyện Long Mỹ (936)" into code and clean name."""
    match = _CODED.match(cell.strip())
    if match is None:
        raise ValueError(f"không có mã trong ô '{cell}'")
    return match[2], clean(match[1])


def share_of(note: str) -> str:
    """How much of the old unit went to the new one, from the table's remark.

    Raises:
        ValueError: A remark of a form that is not known.
    """
    note = re.sub(r"\s+", " ", note).strip().lower().replace("nhâp", "nhập")
    if note == "nhập một phần diện tích, toàn bộ dân số":
        return LAND_AND_PEOPLE
    if note == "nhập một phần diện tích":
        return LAND
    if "một phần" in note or note == "nhập toàn bộ diện tích":
        return PART
    if note in ("nhập toàn bộ", "giữ nguyên", "đổi tên", "đổi loại hình"):
        return WHOLE
    if note.startswith("sắp xếp toàn bộ"):
        return WHOLE
    raise ValueError(f"ghi chú lạ: '{note}'")


def read_rows(path: Path) -> list[Row]:
    """Reads the rows that name a new commune."""
    rows = []
    with path.open(encoding="utf-8-sig", newline="") as file:
        for cells in list(csv.reader(file))[2:]:
            province, new, new_code, old, old_code, note, district, old_province = (
                cell.strip() for cell in cells[:8]
            )
            if not new_code or old in _NO_UNITS:
                continue
            old = clean(old)
            was = (_CODES.get((old, old_code), old_code), old) if old_code else None
            rows.append(
                Row(
                    coded(province),
                    (new_code, clean(new)),
                    was,
                    coded(district),
                    coded(old_province),
                    share_of(note),
                )
            )
    return rows


def _most(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """First of each pair → the second that it most often stands with (single cells are wrong)."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for key, value in pairs:
        counted[key][value] += 1
    return {key: counter.most_common(1)[0][0] for key, counter in sorted(counted.items())}


def build(rows: list[Row]) -> Tables:
    """Turns the rows into tables, one line a unit.

    Raises:
        ValueError: The rows contradict each other.
    """
    names = {
        level: _most(pairs)
        for level, pairs in (
            ("province", (row.province for row in rows)),
            ("new", (row.new for row in rows)),
            ("old", (row.old for row in rows if row.old)),
            ("district", (row.district for row in rows)),
            ("old_province", (row.old_province for row in rows)),
        )
    }
    for row in rows:
        if row.old and names["old"][row.old[0]] != row.old[1]:
            raise ValueError(f"mã {row.old[0]} có hai tên")
    province_of = _most((row.new[0], row.province[0]) for row in rows)
    district_of = _most((row.old[0], row.district[0]) for row in rows if row.old)
    old_province_of = _most((row.district[0], row.old_province[0]) for row in rows)
    successor = _most((old_province_of[row.district[0]], row.province[0]) for row in rows)
    for row in rows:
        if row.province[0] != successor[old_province_of[row.district[0]]]:
            raise ValueError(f"{row.new[1]} thuộc tỉnh khác với tỉnh kế tiếp")
    went: dict[str, dict[str, str]] = defaultdict(dict)
    islands: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.old:
            went[row.old[0]][row.new[0]] = row.share
        else:
            islands[row.district[0]].append(row.new[0])
    return Tables(
        provinces=[[code, name] for code, name in names["province"].items()],
        communes=[[code, name, province_of[code]] for code, name in names["new"].items()],
        old_provinces=[[c, name, successor[c]] for c, name in names["old_province"].items()],
        old_districts=[
            [code, name, old_province_of[code], " ".join(islands[code])]
            for code, name in names["district"].items()
        ],
        old_communes=[
            [code, name, district_of[code], " ".join(to + how for to, how in went[code].items())]
            for code, name in names["old"].items()
        ],
    )


_HEADS = {
    "provinces": ("Tỉnh, thành phố hiện nay", "mã, tên"),
    "communes": ("Xã, phường, đặc khu hiện nay", "mã, tên, mã tỉnh"),
    "old_provinces": ("Tỉnh, thành phố cũ", "mã, tên, mã tỉnh hiện nay"),
    "old_districts": (
        "Quận, huyện cũ",
        "mã, tên, mã tỉnh cũ, mã đặc khu hiện nay nếu huyện không có xã",
    ),
    "old_communes": (
        "Xã, phường, thị trấn cũ",
        "mã, tên, mã huyện cũ, mã xã hiện nay (p: một phần; l: một phần đất, không có dân;"
        " r: một phần đất và toàn bộ dân; không ghi: toàn bộ)",
    ),
}


def write(tables: Tables, folder: Path) -> None:
    """Writes one file a table, each with its source and date on top."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, (title, columns) in _HEADS.items():
        lines = [f"# {title}: {columns}", f"# source: {SOURCE}", f"# date: {DATE}"]
        lines += ["\t".join(fields).rstrip("\t") for fields in getattr(tables, name)]
        (folder / f"{name}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Builds the files from the table named on the command line."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    tables = build(read_rows(Path(sys.argv[1])))
    write(tables, DATA)
    for name in _HEADS:
        print(f"{name:14} {len(getattr(tables, name)):6}")


if __name__ == "__main__":
    main()
