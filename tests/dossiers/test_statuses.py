from __future__ import annotations

from pathlib import Path

import pytest

from bot.dossiers.data import DossierDataError, data_folder, read
from bot.dossiers.statuses import Statuses, statuses

_NAMES = [
    "Mới đăng ký",
    "Được tiếp nhận",
    "Không được tiếp nhận",
    "Đang xử lý",
    "Yêu cầu bổ sung giấy tờ",
    "Yêu cầu thực hiện nghĩa vụ tài chính",
    "Công dân yêu cầu rút hồ sơ",
    "Dừng xử lý",
    "Đã xử lý xong",
    "Đã trả kết quả",
]


def test_all_ten_are_explained_in_their_order() -> None:
    assert [status.name for status in statuses().statuses] == _NAMES
    assert [statuses().of(n).number for n in range(1, 11)] == list(range(1, 11))


def test_each_says_what_it_means_and_what_to_do_in_short_sentences() -> None:
    late = statuses().late
    texts = [t for s in statuses().statuses for t in (s.means, s.do)] + [late.owed, late.ask]
    sentences = [sentence for text in texts for sentence in text.split(". ")]
    assert [sentence for sentence in sentences if len(sentence.split()) > 18] == []


@pytest.mark.parametrize("said", ["Đang xử lý", "ĐANG XỬ LÝ", " dang  xu ly ", "4"])
def test_a_status_is_known_by_its_name_however_written(said: str) -> None:
    found = statuses().named(said)
    assert found is not None
    assert found.number == 4


@pytest.mark.parametrize("said", ["", "xong", "11", "Đang xử lý tại phòng một"])
def test_other_words_are_no_status(said: str) -> None:
    assert statuses().named(said) is None


def test_while_papers_are_missing_the_clock_stands_still() -> None:
    assert statuses().of(5).clock == "stopped"
    assert statuses().of(1).clock == "not_started"
    assert statuses().of(4).clock == "running"


def test_following_ends_where_nothing_more_happens() -> None:
    assert [status.number for status in statuses().statuses if status.done] == [3, 7, 8, 10]


def test_the_source_is_named() -> None:
    assert "đối chiếu 22/11/2026" in statuses().source_line


def test_a_missing_status_is_an_error(tmp_path: Path) -> None:
    text = (data_folder() / "statuses.yml").read_text(encoding="utf-8")
    path = tmp_path / "statuses.yml"
    path.write_text(text.replace("number: 10", "number: 9"), encoding="utf-8")
    with pytest.raises(DossierDataError, match="cần đủ các trạng thái"):
        read(path, Statuses)
