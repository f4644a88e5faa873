from __future__ import annotations

from pathlib import Path

import pytest

from bot.registry.compact import Compact
from bot.registry.everyday import read_everyday


def test_a_line_gives_phrases_and_further_words(tmp_path: Path) -> None:
    (tmp_path / "everyday.tsv").write_text(
        "# chú thích\n"
        "1.000001\tmở karaoke\tmở quán hát\tNhà tôi mở quán hát\tquán hát; loa kẹo kéo\n",
        encoding="utf-8",
    )
    found = read_everyday(tmp_path)["1.000001"]
    assert found.phrases == ("mở karaoke", "mở quán hát", "Nhà tôi mở quán hát")
    assert found.words == "quan hat\nloa keo keo"


def test_what_others_would_ask_is_found_by_its_words(tmp_path: Path) -> None:
    line = "1.000001\tmở karaoke\tmở quán hát\tNhà tôi mở quán\tloa\tHát ở đâu?; Xin phép hát"
    (tmp_path / "everyday.tsv").write_text(f"{line}\n", encoding="utf-8")
    assert read_everyday(tmp_path)["1.000001"].words == "loa\nhat o dau\nxin phep hat"


def test_a_damaged_line_is_told(tmp_path: Path) -> None:
    (tmp_path / "everyday.tsv").write_text("1.000001\tmở karaoke\n", encoding="utf-8")
    with pytest.raises(ValueError, match=":1: 2 ô"):
        read_everyday(tmp_path)


def test_without_the_file_there_are_none(tmp_path: Path) -> None:
    assert read_everyday(tmp_path) == {}


def test_every_code_of_the_project_s_file_is_one_of_the_portal() -> None:
    table = Compact.read()
    assert [code for code in read_everyday() if not table.find(code)] == []
