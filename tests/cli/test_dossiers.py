from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cli import dossiers
from bot.settings import Settings
from bot.storage.database import open_database
from bot.storage.dossiers import Dossiers

HEADING = "mã hồ sơ,trạng thái,họ tên\n"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Dossiers]:
    url = f"sqlite:///{(tmp_path / 'motcua.db').as_posix()}"
    monkeypatch.setattr(dossiers, "settings", lambda: Settings(database_url=url))
    engine = open_database(url)
    yield Dossiers(engine)
    engine.dispose()


def _run(tmp_path: Path, text: str) -> int:
    path = tmp_path / "ho-so.csv"
    path.write_text(text, encoding="utf-8")
    parser = argparse.ArgumentParser()
    dossiers.add_arguments(parser)
    return dossiers.run(parser.parse_args(["import", str(path)]))


def test_a_list_is_taken_over(
    tmp_path: Path, store: Dossiers, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(tmp_path, HEADING + "H29.101-260508-0001,Đang xử lý,Nguyễn A\n") == 0
    found = store.status_of("H29.101-260508-0001")
    assert found is not None
    assert found[0] == 4
    out = capsys.readouterr().out
    assert "Đã nạp 1 hồ sơ; danh sách có 1." in out
    assert "Không đọc các cột: họ tên." in out


def test_with_one_wrong_line_nothing_is(
    tmp_path: Path, store: Dossiers, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(tmp_path, HEADING + "H29.101-260508-0001,4,\nsai,4,\n") == 1
    assert store.count() == 0
    err = capsys.readouterr().err
    assert "ho-so.csv: dòng 3: mã hồ sơ sai" in err
    assert "Chưa nạp gì" in err


def test_of_many_wrong_lines_the_first_are_shown(
    tmp_path: Path, store: Dossiers, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(tmp_path, HEADING + "sai,4,\n" * 25) == 1
    err = capsys.readouterr().err
    assert err.count("dòng ") == 20 + err.count("các dòng")
    assert "… và 5 lỗi nữa." in err
