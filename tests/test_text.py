from __future__ import annotations

import unicodedata

import pytest

from bot.text import ACCOUNT, IDENTITY, PHONE, SECRET, canonical, fold, has_diacritics, mask


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("hoà", "hòa"),
        ("thuý", "thúy"),
        ("khoẻ", "khỏe"),
        ("toàn", "toàn"),
        ("quý", "quý"),
        ("giá", "giá"),
        ("gìn", "gìn"),
        ("thuế", "thuế"),
        ("được", "được"),
        ("người", "người"),
        ("chuyển", "chuyển"),
    ],
)
def test_canonical_places_the_tone_mark_one_way(typed: str, expected: str) -> None:
    assert canonical(typed) == expected


def test_canonical_composes_decomposed_text() -> None:
    decomposed = unicodedata.normalize("NFD", "Đăng ký tạm trú")
    assert canonical(decomposed) == "Đăng ký tạm trú"


def test_canonical_keeps_letter_case() -> None:
    assert canonical("HOÀ Bình") == "HÒA Bình"


def test_canonical_drops_control_and_direction_marks_but_keeps_line_ends() -> None:
    assert canonical("a\u200b\u202eb\x00\nc\ufeff") == "ab\nc"


def test_canonical_leaves_other_languages_alone() -> None:
    assert canonical("password 123 café") == "password 123 café"


def test_canonical_twice_is_canonical_once() -> None:
    once = canonical("Thuỷ hoá đơn, uỷ quyền, khuỷu tay, quá hạn")
    assert canonical(once) == once


def test_fold_drops_diacritics_and_case_and_d_with_stroke() -> None:
    assert fold("Đăng KÝ Thường Trú") == "dang ky thuong tru"


def test_fold_treats_composed_and_decomposed_text_alike() -> None:
    assert fold(unicodedata.normalize("NFD", "chứng thực")) == fold("chứng thực")


def test_fold_keeps_the_length_of_composed_text() -> None:
    text = "Hồ sơ của bà Nguyễn Thị Đượm"
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(("text", "expected"), [("khai sinh", False), ("làm", True), ("đi", True)])
def test_has_diacritics_sees_any_vietnamese_mark(text: str, expected: bool) -> None:
    assert has_diacritics(text) is expected


@pytest.mark.parametrize(
    "number",
    [
        "0912345678",
        "0912 345 678",
        "+84912345678",
        "0912.345.678",
    ],
)
def test_mask_hides_phone_numbers(number: str) -> None:
    masked = mask(f"gọi em số {number} nhé")
    assert masked.text == f"gọi em số {PHONE} nhé"
    assert masked.personal
    assert not masked.secret


@pytest.mark.parametrize(
    "number",
    [
        "079123456789",
        "079 123 456 789",
        "123456789",
        "079.123.456.789",
    ],
)
def test_mask_hides_identity_numbers(number: str) -> None:
    assert mask(f"cccd {number}").text == f"cccd {IDENTITY}"


@pytest.mark.parametrize("words", ["stk", "số tài khoản", "so tai khoan"])
def test_mask_hides_account_numbers_that_are_named(words: str) -> None:
    assert mask(f"{words} 1234567890").text == f"{words} {ACCOUNT}"


@pytest.mark.parametrize(
    "text",
    [
        "họ bảo chuyển tiền vào {}",
        "chuyen khoan toi so {} dung khong",
        "{} có phải của phường không",
        "{} này phải tài khoản xã ko",
    ],
)
@pytest.mark.parametrize("number", ["079123456789", "0011 0123 45678", "1903678901"])
def test_mask_takes_a_number_that_money_goes_to_for_an_account(text: str, number: str) -> None:
    assert mask(text.format(number)).text == text.format(ACCOUNT)


@pytest.mark.parametrize("text", ["chuyển khoản 15000000 đồng", "chuyển tiền 500.000 đ"])
def test_mask_leaves_amounts_that_are_paid(text: str) -> None:
    assert mask(text).text == text


@pytest.mark.parametrize(
    "text",
    [
        "mã otp là 482913",
        "otp 482913",
        "OTP: 482913",
        "ma xac thuc la 482913",
        "mật khẩu: Abc@1234",
        "mk vneid của em là hoa12345",
        "482913 là mã otp",
        "passcode 482913",
    ],
)
def test_mask_hides_secrets_and_tells_that_there_was_one(text: str) -> None:
    masked = mask(text)
    assert masked.secret
    assert SECRET in masked.text
    assert not {"482913", "Abc@1234", "hoa12345"} & set(masked.text.split())


@pytest.mark.parametrize(
    "text",
    ["mật khẩu là gì", "otp là sao", "quên mật khẩu thì làm sao", "không nhận được mã otp"],
)
def test_mask_leaves_questions_about_secrets_alone(text: str) -> None:
    masked = mask(text)
    assert masked.text == text
    assert not masked.secret
    assert not masked.personal


@pytest.mark.parametrize(
    "text",
    [
        "hồ sơ H29.101-260508-0001 tới đâu rồi",
        "hồ sơ 000.00.01.H29-260508-0001 tới đâu rồi",
        "hồ sơ 000-00-01-H29-260508-0001 tới đâu rồi",
        "hồ sơ H29 101 260508 0001 tới đâu rồi",
        "hồ sơ 000 00 12 H62 201105 0034 tới đâu rồi",
        "hồ sơ H29101-260508-0001 tới đâu rồi",
        "hồ sơ H29.101-2605080001 tới đâu rồi",
        "hồ sơ 29.101-260508-0001 tới đâu rồi",
        "thủ tục 1.001193",
        "sinh ngày 12/03/2024",
        "sinh ngày 12-03-2024",
        "nộp 1.500.000 đồng",
        "nộp 150000 đồng",
        "nộp 1.500.000.000 đ",
        "luật số 60 năm 2014",
    ],
)
def test_mask_keeps_codes_dates_and_amounts(text: str) -> None:
    assert mask(text).text == text


def test_mask_hides_every_number_of_a_message() -> None:
    masked = mask("cccd 079123456789, sđt 0912345678, stk 1234567890123")
    assert masked.text == f"cccd {IDENTITY}, sđt {PHONE}, stk {ACCOUNT}"


def test_masking_twice_changes_nothing_more() -> None:
    once = mask("otp 482913, cccd 079123456789").text
    assert mask(once).text == once


def test_mask_cannot_be_confused_by_a_null_character() -> None:
    masked = mask("\x000\x00 số 0912345678")
    assert PHONE in masked.text
    assert "\x00" not in masked.text
