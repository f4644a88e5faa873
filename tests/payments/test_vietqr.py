from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.payments.vietqr import (
    PURPOSE_LIMIT,
    TO_CARD,
    QrError,
    build,
    checksum,
    parse,
    purpose_of,
)

# NAPAS 6.1.1 (corrected)–6.1.4, and one whose check sum begins with a zero.
STATIC_ACCOUNT = (
    "00020101021138570010A00000072701270006970403011300110123456780208QRIBFTTA53037045802VN63049E6F"
)
STATIC_CARD = (
    "00020101021138600010A00000072701300006970403011697040311012345670208QRIBFTTC"
    "53037045802VN63044F52"
)
DYNAMIC_ACCOUNT = (
    "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA"
    "530370454061800005802VN62340107NPS68690819thanh toan don hang63042E2E"
)
DYNAMIC_CARD = (
    "00020101021238600010A00000072701300006970403011697040311012345670208QRIBFTTC"
    "530370454061800005802VN62340107NPS68690819thanh toan don hang6304A203"
)
LEADING_ZERO = (
    "00020101021138580010A000000727012800069704070114190304136010180208QRIBFTTA"
    "53037045802VN63040283"
)
LOWER_CASE = (
    "00020101021138540010A00000072701240006970422011003523509170208QRIBFTTA53037045802VN630479db"
)
REORDERED = (
    "00020101021153037045802VN38540010A00000072701240006970436011010319334300208QRIBFTTA"
    "62220818Thanh toan hoa don6304FCE9"
)
VNPAY = (
    "00020101021126280010A000000775011001087990425204597753037045802VN5909MYPHAMHER"
    "6005HANOI62260311MY PHAM HER0707MPHER0163041C50"
)
AS_PRINTED = (
    "00020101021138570010A00000072701270006970403011200110123456780208QRIBFTTA53037045802VN6304"
)


def sealed(text: str) -> str:
    """The text with a check sum that fits, as a forger makes it."""
    return text + checksum(text)


def test_the_check_sum_is_the_published_one() -> None:
    assert checksum("123456789") == "29B1"


@pytest.mark.parametrize(
    ("made", "published"),
    [
        (build("970403", "0011012345678"), STATIC_ACCOUNT),
        (build("970403", "9704031101234567", service=TO_CARD), STATIC_CARD),
        (
            build("970403", "0011012345678", 180_000, "thanh toan don hang", "NPS6869"),
            DYNAMIC_ACCOUNT,
        ),
        (
            build("970403", "9704031101234567", 180_000, "thanh toan don hang", "NPS6869", TO_CARD),
            DYNAMIC_CARD,
        ),
        (build("970407", "19030413601018"), LEADING_ZERO),
    ],
    ids=["static account", "static card", "dynamic account", "dynamic card", "leading zero"],
)
def test_the_published_codes_are_built_exactly(made: str, published: str) -> None:
    assert made == published


@pytest.mark.parametrize(
    ("text", "bin_", "account"),
    [
        (STATIC_ACCOUNT, "970403", "0011012345678"),
        (LOWER_CASE, "970422", "0352350917"),
        (REORDERED, "970436", "1031933430"),
    ],
)
def test_published_and_seen_codes_are_read(text: str, bin_: str, account: str) -> None:
    code = parse(text)
    assert (code.bin, code.account) == (bin_, account)


def test_a_code_of_vnpay_is_valid_and_no_vietqr() -> None:
    assert parse(VNPAY).bin is None


@pytest.mark.parametrize(
    "forged",
    [
        sealed(AS_PRINTED),
        sealed(STATIC_ACCOUNT[:-4].replace("5303704", STATIC_ACCOUNT[12:73] + "5303704")),
        sealed(DYNAMIC_ACCOUNT[:-4].replace("5406180000", "5406１８００００")),
        sealed(STATIC_ACCOUNT[:-4].replace("5802VN", "")),
        sealed(STATIC_ACCOUNT[:-4].replace("5303704", "5303840")),
        sealed(DYNAMIC_ACCOUNT[:-4].replace("5406180000", "5402-1")),
        sealed("6304"),
        "",
    ],
    ids=[
        "6.1.1 as printed",
        "receiver twice",
        "full-width digits",
        "no country",
        "dollars",
        "amount below zero",
        "nothing",
        "empty",
    ],
)
def test_forgeries_with_a_fitting_check_sum_are_refused(forged: str) -> None:
    with pytest.raises(QrError):
        parse(forged)


def test_of_twenty_thousand_edits_none_is_read_as_another_receiver() -> None:
    chance = random.Random(20261123)
    true = parse(DYNAMIC_ACCOUNT)
    accepted = 0
    for _ in range(20_000):
        at = chance.randrange(len(DYNAMIC_ACCOUNT))
        text = DYNAMIC_ACCOUNT[:at] + chr(chance.randrange(32, 0x250)) + DYNAMIC_ACCOUNT[at + 1 :]
        try:
            found = parse(text)
        except QrError:
            continue
        accepted += text != DYNAMIC_ACCOUNT
        assert found == true
    assert accepted < 20


@given(st.text(max_size=120))
def test_no_text_raises_anything_but_its_own_error(text: str) -> None:
    for given_ in (text, sealed("000201" + text + "6304")):
        try:
            parse(given_)
        except QrError as error:
            assert str(error)


@given(
    st.from_regex(r"\A[0-9]{6}\Z"),
    st.from_regex(r"\A[A-Za-z0-9]{1,19}\Z"),
    st.none() | st.integers(1, 9_999_999_999_999),
    st.text(max_size=60),
)
def test_what_is_built_is_read_again(bin_: str, account: str, amount: int, words: str) -> None:
    purpose = purpose_of(words) or None
    code = parse(build(bin_, account, amount, purpose))
    assert (code.bin, code.account, code.amount, code.purpose) == (bin_, account, amount, purpose)


@pytest.mark.parametrize(
    ("words", "purpose"),
    [
        ("Nộp lệ phí hộ tịch – hồ sơ 000.00.12.H31/01", "nop le phi ho tich ho so"),
        ("Đặng Thị Đào", "dang thi dao"),
        ("!!!", ""),
    ],
)
def test_the_purpose_keeps_letters_digits_and_spaces(words: str, purpose: str) -> None:
    assert purpose_of(words) == purpose
    assert len(purpose_of(words * 9)) <= PURPOSE_LIMIT


@pytest.mark.parametrize(
    ("bin_", "account", "amount"),
    [("97040", "1", None), ("970403", "", None), ("970403", "1" * 20, None), ("970403", "1", 0)],
)
def test_what_breaks_the_rules_is_not_built(bin_: str, account: str, amount: int | None) -> None:
    with pytest.raises(QrError):
        build(bin_, account, amount)
