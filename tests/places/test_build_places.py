"""The script that builds the tables from the statistics office's conversion table."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.build_places import build, clean, coded, read_rows, share_of, write

HEAD = "Đơn vị mới,,,Đơn vị cũ,,,,,\nTỉnh,Tên mới,Mã mới,Tên cũ,Mã cũ,Ghi chú,Huyện,Tỉnh cũ,\n"
CAN_THO, HAU_GIANG = "Thành phố Cần Thơ (92)", "Tỉnh Hậu Giang (93)"


def _table(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "table.csv"
    path.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def _row(
    new: str, old: str, note: str = "Nhập toàn bộ", district: str = "Huyện Long Mỹ (936)"
) -> str:
    return f"{CAN_THO},{new},{old},{note},{district},{HAU_GIANG},"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        (" xã  Vị Thuỷ\n", "Xã Vị Thủy"),
        ("Thị Xã Long Mỹ", "Thị xã Long Mỹ"),
        ("Xã Đắk R’La", "Xã Đắk R'La"),
        ("Xã Đạ K' Nàng", "Xã Đạ K'Nàng"),
        ("Thành phố Phan Rang-Tháp Chàm", "Thành phố Phan Rang - Tháp Chàm"),
        ("Thi trấn Ngan Dừa", "Thị trấn Ngan Dừa"),
        ("Xa Ea Kly", "Xã Ea Kly"),
    ],
)
def test_names_are_cleaned(typed: str, name: str) -> None:
    assert clean(typed) == name


def test_a_cell_with_a_code_is_split() -> None:
    assert coded("Huyện Vị Thuỷ (935)") == ("935", "Huyện Vị Thủy")
    with pytest.raises(ValueError, match="không có mã"):
        coded("Huyện Vị Thủy")


@pytest.mark.parametrize(
    ("note", "share"),
    [
        ("Nhập toàn bộ ", ""),
        ("Giữ nguyên", ""),
        ("Sắp xếp toàn bộ huyện Côn Đảo thành đặc khu Côn Đảo", ""),
        ("Nhập một  phần", "p"),
        ("Đổi tên từ một phần Phường 15", "p"),
        ("Nhâp một phần diện tích", "l"),
        ("Nhập một phần diện tích, toàn bộ dân số", "r"),
    ],
)
def test_remarks_tell_how_much_went(note: str, share: str) -> None:
    assert share_of(note) == share


def test_a_remark_of_another_form_stops_the_build() -> None:
    with pytest.raises(ValueError, match="ghi chú lạ"):
        share_of("Tách ra")


def test_rows_become_one_line_a_unit(tmp_path: Path) -> None:
    rows = read_rows(
        _table(
            tmp_path,
            "CẦN THƠ,,,,,,,,",
            _row("Xã Xà Phiên,31495", "Xã Thuận Hưng ,31483"),
            _row("Xã Xà Phiên,31495", "Xã Vĩnh Viễn,31489", "Nhập một phần"),
            _row("Xã Lương Tâm,31492", "Xã Vĩnh Viễn,31489", "Nhập một phần"),
        )
    )
    tables = build(rows)
    assert tables.provinces == [["92", "Thành phố Cần Thơ"]]
    assert tables.communes == [["31492", "Xã Lương Tâm", "92"], ["31495", "Xã Xà Phiên", "92"]]
    assert tables.old_provinces == [["93", "Tỉnh Hậu Giang", "92"]]
    assert tables.old_districts == [["936", "Huyện Long Mỹ", "93", ""]]
    assert tables.old_communes == [
        ["31483", "Xã Thuận Hưng", "936", "31495"],
        ["31489", "Xã Vĩnh Viễn", "936", "31495p 31492p"],
    ]


def test_a_district_without_communes_names_its_successor(tmp_path: Path) -> None:
    note = "Sắp xếp toàn bộ huyện A thành đặc khu A"
    tables = build(read_rows(_table(tmp_path, _row("Đặc khu A,11948", ",", note, "Huyện A (318)"))))
    assert tables.old_districts == [["318", "Huyện A", "93", "11948"]]
    assert tables.old_communes == []


def test_two_names_under_one_old_code_stop_the_build(tmp_path: Path) -> None:
    table = _table(
        tmp_path,
        _row("Xã Xà Phiên,31495", "Xã Thuận Hưng,31483"),
        _row("Xã Xà Phiên,31495", "Xã Thuận Hòa,31483"),
    )
    with pytest.raises(ValueError, match="hai tên"):
        build(read_rows(table))


def test_each_file_tells_source_and_date(tmp_path: Path) -> None:
    tables = build(read_rows(_table(tmp_path, _row("Xã Xà Phiên,31495", "Xã Thuận Hưng,31483"))))
    write(tables, tmp_path / "places")
    files = sorted(path.name for path in (tmp_path / "places").iterdir())
    assert len(files) == 5
    for name in files:
        lines = (tmp_path / "places" / name).read_text(encoding="utf-8").splitlines()
        assert [line.split(":")[0] for line in lines[1:3]] == ["# source", "# date"]
        assert "\t" in lines[3]
