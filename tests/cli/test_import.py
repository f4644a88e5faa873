from __future__ import annotations

import argparse
import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.cli import import_
from bot.cli.main import main
from bot.settings import Settings
from bot.storage.database import open_database
from bot.storage.registry import Registry
from tests.registry.raw import raw

ONE, TWO = (raw(f"id-{i}", f"1.00000{i}", name=f"Cấp thẻ {i}") for i in (1, 2))


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Registry]:
    url = f"sqlite:///{(tmp_path / 'motcua.db').as_posix()}"
    monkeypatch.setattr(import_, "settings", lambda: Settings(database_url=url))
    engine = open_database(url)
    yield Registry(engine)
    engine.dispose()


def _run(tmp_path: Path, *lines: Any, options: tuple[str, ...] = ()) -> int:
    path = tmp_path / "cong.jsonl"
    given = (line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_text("".join(f"{line}\n" for line in given), encoding="utf-8")
    parser = argparse.ArgumentParser()
    import_.add_arguments(parser)
    return import_.run(parser.parse_args([str(path), *options]))


def test_it_says_what_it_did(
    tmp_path: Path, registry: Registry, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(tmp_path, ONE, TWO) == 0
    shown = capsys.readouterr()
    assert shown.out == "Đã đọc 2 thủ tục: 2 mới, 0 thay đổi, 0 giữ nguyên, 0 dòng lỗi.\n"
    assert shown.err == ""
    assert registry.count() == 2


def test_a_bad_line_is_told_with_its_number_and_the_rest_imported(
    tmp_path: Path, registry: Registry, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(tmp_path, ONE, "hỏng", TWO) == 0
    shown = capsys.readouterr()
    assert "cong.jsonl: dòng 2: không phải JSON" in shown.err
    assert "1 dòng lỗi" in shown.out
    assert registry.count() == 2


def test_of_very_many_bad_lines_the_number_is_told(
    tmp_path: Path, registry: Registry, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(tmp_path, ONE, *["x"] * 1002) == 0
    assert "… và 2 dòng lỗi nữa." in capsys.readouterr().err


def test_a_dry_run_names_new_changed_and_gone_and_writes_nothing(
    tmp_path: Path, registry: Registry, capsys: pytest.CaptureFixture[str]
) -> None:
    _run(tmp_path, ONE, TWO)
    capsys.readouterr()
    changed = {**ONE, "name": "Đổi thẻ"}
    more = [raw(f"n-{i}", f"2.{i:06}") for i in range(12)]
    assert _run(tmp_path, changed, *more, options=("--dry-run", "--complete")) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Chạy thử, chưa ghi gì: 12 mới, 1 thay đổi, 0 giữ nguyên, 0 dòng lỗi.",
        "Mới: 2.000000, 2.000001, 2.000002, 2.000003, 2.000004, 2.000005, 2.000006, 2.000007,"
        " 2.000008, 2.000009, … và 2 mã nữa.",
        "Thay đổi: 1.000001.",
        "1 thủ tục đã nạp trước đây không có trong tệp, sẽ được đánh dấu là không còn trên Cổng:"
        " 1.000002.",
    ]
    assert registry.count() == 2
    assert registry.former("id-1") == []


def test_a_complete_list_marks_what_it_lacks_and_takes_it_back(
    tmp_path: Path, registry: Registry, capsys: pytest.CaptureFixture[str]
) -> None:
    _run(tmp_path, ONE, TWO)
    _run(tmp_path, ONE)
    assert "thêm --complete" in capsys.readouterr().out
    _run(tmp_path, ONE, "x", options=("--complete",))
    assert "chưa đánh dấu, vì có dòng không đọc được: 1.000002" in capsys.readouterr().out
    assert registry.count() == 2
    _run(tmp_path, ONE, options=("--complete",))
    assert "đã được đánh dấu là không còn trên Cổng: 1.000002." in capsys.readouterr().out
    assert registry.count() == 1
    _run(tmp_path, ONE, TWO)
    assert "1 có lại" in capsys.readouterr().out
    assert registry.count() == 2


@pytest.mark.parametrize("lines", [(), ("x",)])
def test_a_file_with_nothing_to_use_is_a_failure(
    tmp_path: Path, registry: Registry, lines: tuple[str, ...]
) -> None:
    assert _run(tmp_path, *lines) == 1


def test_a_file_that_breaks_off_is_a_failure_and_what_is_whole_is_kept(
    tmp_path: Path, registry: Registry, capsys: pytest.CaptureFixture[str]
) -> None:
    many = "\n".join(json.dumps(raw(f"id-{i}", f"1.{i * 7919:06}")) for i in range(200))
    path = tmp_path / "cong.jsonl.gz"
    whole = gzip.compress(many.encode())
    path.write_bytes(whole[: len(whole) // 2])
    assert import_.run(argparse.Namespace(file=path, dry_run=False, complete=False)) == 1
    shown = capsys.readouterr()
    assert "tệp nén bị cắt" in shown.err
    assert "tải lại tệp" in shown.out
    assert registry.count() > 0


def test_a_file_that_is_not_there_is_told(
    tmp_path: Path, registry: Registry, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = argparse.Namespace(file=tmp_path / "x.jsonl", dry_run=False, complete=False)
    assert import_.run(gone) == 1
    assert "x.jsonl: không đọc được tệp" in capsys.readouterr().err


def test_a_database_that_fails_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = f"sqlite:///{tmp_path.as_posix()}"
    monkeypatch.setattr(import_, "settings", lambda: Settings(database_url=folder))
    assert _run(tmp_path, ONE) == 1
    assert "Cơ sở dữ liệu báo lỗi" in capsys.readouterr().err


def test_on_a_terminal_there_is_a_bar(
    tmp_path: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    assert _run(tmp_path, ONE, TWO) == 0
    assert terminal.getvalue().endswith("100 %\n")
    assert "█" * 30 in terminal.getvalue()


def test_it_is_a_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["import", "--help"])
    assert "--dry-run" in capsys.readouterr().out
