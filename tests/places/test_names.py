from __future__ import annotations

import pytest

from bot.places.names import (
    arabic,
    folding_table,
    marker_before,
    marker_meant,
    name_words,
    untelex,
    word_key,
    words_of,
)


@pytest.mark.parametrize(
    ("one", "other"), [("my", "mi"), ("ky", "ki"), ("quy", "qui"), ("dak", "dac"), ("01", "1")]
)
def test_ways_of_writing_one_word_have_one_key(one: str, other: str) -> None:
    assert word_key(one) == word_key(other)


@pytest.mark.parametrize(("one", "other"), [("tay", "tai"), ("hay", "hai"), ("k", "c")])
def test_other_words_keep_their_keys(one: str, other: str) -> None:
    assert word_key(one) != word_key(other)


def test_a_kind_glued_to_a_number_is_two_words() -> None:
    assert [w.folded for w in words_of("p12 q.1, F5")] == ["p", "12", "q", "1", "f", "5"]


def test_an_apostrophe_is_within_a_word() -> None:
    assert [w.key for w in words_of("xã M’Drắk, D'Ran")] == ["xa", "mdrac", "dran"]


def test_commas_cut_and_abbreviations_do_not() -> None:
    cut = [w.folded for w in words_of("P. Bến Nghé, Q. 1. TP.HCM") if w.cut]
    assert cut == ["q", "tp"]


def test_a_name_is_folded_like_a_message() -> None:
    names = ["Đắk R'Lấp", "Bà Rịa - Vũng Tàu", "Mỹ Quý"]
    table = folding_table(names)
    for name in names:
        assert name_words(name, table) == [word.key for word in words_of(name)]


@pytest.mark.parametrize(
    ("name", "digits"),
    [("iv", ["4"]), ("tam xuan ii", ["tam", "xuan", "2"]), ("tan phu", None), ("chu v", None)],
)
def test_roman_numbers_are_also_read_as_digits(name: str, digits: list[str] | None) -> None:
    assert arabic(name.split()) == digits


@pytest.mark.parametrize(
    ("typed", "plain"),
    [("phuowngf", "phuong"), ("dduowngf", "duong"), ("thuoocj", "thuoc"), ("phucs", "phuc")],
)
def test_keystrokes_of_a_typing_method_are_taken_out(typed: str, plain: str) -> None:
    assert untelex(typed) == plain


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("phuonng", "phuong"),
        ("phong", "phuong"),
        ("huyenn", "huyen"),
        ("nguyen", None),
        ("xax", None),
    ],
)
def test_a_mistyped_word_of_kind_is_meant_as_one(typed: str, meant: str | None) -> None:
    assert marker_meant(typed) == meant


@pytest.mark.parametrize(
    ("text", "start", "expected"),
    [
        ("thị trấn Nàng Mau", 2, (0, {"thị trấn"}, False)),
        ("xã Tân Phú", 1, (0, {"xã"}, False)),
        ("huyện đảo Lý Sơn", 2, (0, {"huyện"}, False)),
        ("q 1", 1, (0, {"quận"}, True)),
        ("xã, Tân Phú", 1, (1, None, False)),
        ("Tân Phú", 0, (0, None, False)),
    ],
)
def test_the_words_before_a_name_announce_its_kind(
    text: str, start: int, expected: tuple[int, set[str] | None, bool]
) -> None:
    assert marker_before(words_of(text), start) == expected
