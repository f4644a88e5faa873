from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bot.dossiers.codes import parse
from bot.dossiers.lookup import Status
from bot.dossiers.statuses import statuses
from bot.dossiers.table import Import, Line, TableProvider, import_csv

AT = dt.datetime(2026, 11, 23, 2)  # noqa: DTZ001 (UTC, as stored)


class Listed:
    def status_of(self, code: str) -> tuple[int, dt.datetime] | None:
        return (4, AT) if code == "H29.101-260508-0001" else None


def _read(tmp_path: Path, text: str | bytes) -> Import:
    path = tmp_path / "ho-so.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return import_csv(path, statuses())


@pytest.mark.parametrize(
    ("code", "found"),
    [("h29.101 – 260508 – 0001", Status(4, AT)), ("H29.101-260508-0002", None)],
)
def test_a_listed_dossier_gives_its_status_and_the_day_of_the_list(
    code: str, found: Status | None
) -> None:
    dossier = parse(code)
    assert dossier is not None
    assert TableProvider(Listed()).find(dossier) == found


@pytest.mark.parametrize("divider", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_list_is_read_as_spreadsheets_write_it(
    tmp_path: Path, divider: str, mark: str, end: str
) -> None:
    rows = [
        ["Trạng thái", "Mã hồ sơ"],
        ["Đang xử lý", "h29.101 – 260508 – 0001"],
        ["9", "G22.99.08-260921-000123"],
    ]
    found = _read(tmp_path, mark + end.join(divider.join(row) for row in rows) + end * 2)
    assert found.problems == ()
    assert found.lines == (
        Line("H29.101-260508-0001", 4),
        Line("G22.99.08-260921-000123", 9),
    )


def test_only_code_and_status_are_read(tmp_path: Path) -> None:
    found = _read(
        tmp_path,
        "Họ tên,Mã hồ sơ,Số định danh,Trạng thái\nNguyễn A,H29.101-260508-0001,079200001234,4\n",
    )
    assert found.lines == (Line("H29.101-260508-0001", 4),)
    assert found.left_out == ("Họ tên", "Số định danh")


def test_every_wrong_line_is_told_by_its_number(tmp_path: Path) -> None:
    found = _read(
        tmp_path,
        "ma_ho_so,trang_thai\n"
        "H29.101-260508-0001,4\n"
        "H29.6-260508-0002,4\n"
        "H29.101-260508-0003,đang chờ sếp\n"
        "\n"
        "H29.101-260508-0004\n"
        "h29.101-260508-0001,9\n"
        "H29.101-260508-0005,11\n",
    )
    assert list(map(str, found.problems)) == [
        "dòng 3: mã hồ sơ sai: “6”: mỗi nhóm sau chữ cái có hai hoặc ba chữ số.",
        "dòng 4: trạng thái lạ; ghi số 1 đến 10 hoặc tên như “Đang xử lý”",
        "dòng 6: chỉ có 1 ô, thiếu ô mã hồ sơ hoặc trạng thái",
        "dòng 7: trùng mã với dòng 2",
        "dòng 8: trạng thái lạ; ghi số 1 đến 10 hoặc tên như “Đang xử lý”",
    ]
    assert found.lines == (Line("H29.101-260508-0001", 4),)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "dòng 1: thiếu cột “mã hồ sơ”"),
        ("mã hồ sơ,họ tên\n", "dòng 1: thiếu cột “trạng thái”"),
        ("mã hồ sơ,trạng thái\n".encode("utf-16"), "dòng 1: tệp không phải UTF-8"),
        (b"m\xe3 h\xf4,tr\xe1ng\n", "dòng 1: tệp không phải UTF-8"),
        ('"mã hồ sơ,trạng thái\n', "dòng 1: không đọc được"),
        ('mã hồ sơ,trạng thái\n"H29.101-260508-0001,4\n', "dòng 2: không đọc được"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_too(
    tmp_path: Path, content: str | bytes, said: str
) -> None:
    found = _read(tmp_path, content)
    assert found.lines == ()
    [problem] = found.problems
    assert said in str(problem)


def test_so_is_a_missing_file(tmp_path: Path) -> None:
    [problem] = import_csv(tmp_path / "khong-co.csv", statuses()).problems
    assert "không đọc được tệp" in problem.message
