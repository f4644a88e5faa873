from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.nlu import words
from bot.nlu.words import Vocabulary, abbreviations, expand, plain, tokens


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    folder = tmp_path / "words"
    folder.mkdir()
    (folder / "abbreviations.yml").write_text(
        '"đk": đăng ký\n"ks": khai sinh\n"ko": không\n', encoding="utf-8"
    )
    monkeypatch.setattr(words, "data_folder", lambda: tmp_path)
    abbreviations.cache_clear()
    yield
    abbreviations.cache_clear()


def _vocabulary(*known: str, often: int = 10) -> Vocabulary:
    return Vocabulary(dict.fromkeys(known, often))


def test_tokens_are_folded_words() -> None:
    assert tokens("Làm giấy KHAI SINH cho con?") == ["lam", "giay", "khai", "sinh", "cho", "con"]


def test_tokens_of_nothing_are_none() -> None:
    assert tokens(" …?! ") == []


@pytest.mark.parametrize("code", ["1.001193", "h29.101-260508-0001", "12/3/2024"])
def test_codes_and_dates_stay_whole(code: str) -> None:
    assert tokens(f"hồ sơ {code}") == ["ho", "so", code]


def test_words_joined_by_marks_are_parted() -> None:
    assert tokens("cha/mẹ, căn-cước") == ["cha", "me", "can", "cuoc"]


def test_what_masking_put_in_stays_whole() -> None:
    assert tokens("gọi [số-điện-thoại]") == ["goi", "[so-dien-thoai]"]


def test_abbreviations_are_folded_on_both_sides(tmp_path: Path) -> None:
    (tmp_path / "abbreviations.yml").write_text('"ĐK": Đăng Ký\n', encoding="utf-8")
    assert abbreviations(tmp_path) == {"dk": "dang ky"}


def test_an_empty_table_of_abbreviations_is_none(tmp_path: Path) -> None:
    (tmp_path / "abbreviations.yml").write_text("# trống\n", encoding="utf-8")
    assert abbreviations(tmp_path) == {}


@pytest.mark.usefixtures("table")
def test_abbreviations_are_spelt_out() -> None:
    assert expand(["dk", "ks", "nha"]) == ["dang", "ky", "khai", "sinh", "nha"]


def test_the_vocabulary_keeps_words_seen_twice_and_no_numbers() -> None:
    known = Vocabulary.of(["khai sinh 12", "khai tử 12"])
    assert known.counts == {"khai": 2}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("khais", ("khai",)),
        ("sinhf", ("sinh",)),
        ("caanf", ("can",)),
        ("cuowcs", ("cuoc",)),
        ("ddawng", ("dang",)),
        ("giaasy", ("giay",)),
        ("la2m", ("lam",)),
    ],
)
def test_remains_of_telex_and_vni_are_undone(typed: str, meant: tuple[str, ...]) -> None:
    known = _vocabulary("khai", "sinh", "can", "cuoc", "dang", "giay", "lam")
    assert known.repair(typed) == meant


def test_one_slip_of_the_finger_is_repaired() -> None:
    assert _vocabulary("thuong", "truong").repair("thuogn") == ("thuong",)


def test_of_two_near_words_the_more_frequent_is_meant() -> None:
    known = Vocabulary({"thuong": 3, "thuong1": 1, "truong": 50})
    assert known.repair("tuong") == ("truong",)


def test_words_stuck_together_are_parted() -> None:
    known = _vocabulary("giay", "khai", "sinh")
    assert known.repair("giaykhaisinh") == ("giay", "khai", "sinh")


@pytest.mark.parametrize("word", ["khai", "x", "zzzzzzz", "1.001193", "[so-dien-thoai]", "bla"])
def test_what_is_known_or_beyond_repair_stays_as_it_is(word: str) -> None:
    assert _vocabulary("khai", "sinh").repair(word) == (word,)


def test_a_number_is_never_taken_for_a_near_word() -> None:
    assert _vocabulary("1234a").repair("12345") == ("12345",)


def test_repairing_twice_gives_the_same() -> None:
    known = _vocabulary("khai", "sinh")
    assert known.repair("khais") == known.repair("khais") == ("khai",)


def test_what_strangers_make_the_vocabulary_remember_is_bounded() -> None:
    known = _vocabulary("khai")
    for number in range(20_100):
        known.repair(f"a{number}")
    assert len(known._repaired) <= 20_001


@pytest.mark.usefixtures("table")
def test_plain_text_is_folded_and_spelt_out() -> None:
    assert plain("ĐK KS cho con") == "dang ky khai sinh cho con"


@pytest.mark.usefixtures("table")
def test_plain_text_is_repaired_then_spelt_out() -> None:
    assert plain("khaisinh koo", _vocabulary("khai", "sinh", "ko")) == "khai sinh khong"


@pytest.mark.usefixtures("table")
def test_with_and_without_diacritics_is_the_same_plain_text() -> None:
    assert plain("Đăng ký tạm trú") == plain("dang ky tam tru")
