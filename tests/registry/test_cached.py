from __future__ import annotations

from pathlib import Path

from bot.registry.cached import fingerprint, load_or_build
from bot.registry.search import Search
from tests.registry.builders import small_search


class _Maker:
    """Builds, and counts how often."""

    def __init__(self) -> None:
        self.built = 0

    def __call__(self) -> Search:
        self.built += 1
        return small_search()


def test_the_second_start_builds_nothing(tmp_path: Path) -> None:
    make = _Maker()
    first = load_or_build(tmp_path, "a", make)
    second = load_or_build(tmp_path, "a", make)
    assert make.built == 1
    asked = "giấy phép karaoke"
    assert [h.code for h in second.find(asked)] == [h.code for h in first.find(asked)]


def test_other_data_is_built_anew_and_the_old_is_gone(tmp_path: Path) -> None:
    make = _Maker()
    load_or_build(tmp_path, "a", make)
    load_or_build(tmp_path, "b", make)
    assert make.built == 2
    assert [path.name for path in tmp_path.iterdir()] == ["search-b.joblib"]


def test_a_broken_file_is_built_anew(tmp_path: Path) -> None:
    (tmp_path / "search-a.joblib").write_bytes(b"\x80broken")
    make = _Maker()
    load_or_build(tmp_path, "a", make)
    assert make.built == 1


def test_nothing_is_kept_where_nothing_may_be(tmp_path: Path) -> None:
    make = _Maker()
    load_or_build(None, "a", make)
    assert make.built == 1


def test_a_changed_file_changes_the_fingerprint(tmp_path: Path) -> None:
    path = tmp_path / "words.yml"
    path.write_text("a: 1\n", encoding="utf-8")
    before = fingerprint([tmp_path], "x")
    assert fingerprint([tmp_path], "x") == before
    assert fingerprint([tmp_path], "y") != before
    path.write_text("a: 2\n", encoding="utf-8")
    assert fingerprint([tmp_path], "x") != before
