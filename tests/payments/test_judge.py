from __future__ import annotations

import pytest

from bot.payments.judge import Listed, judge
from bot.payments.vietqr import build

OURS = Listed("970403", "0011012345678", "UBND XA EA KAR", "Ngân hàng A")
TRUE = build("970403", "0011012345678", 50_000, "le phi")
OTHER = build("970403", "0011012345679", 50_000, "le phi")
CARD = "079123456789||Nguyễn Văn A|01011990|Nam|Xã Ea Kar|01012021"


def _kind(*texts: str) -> str | None:
    verdict = judge(texts, [OURS])
    return verdict.kind if verdict else None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (TRUE, "listed"),
        (OTHER, "other"),
        (TRUE[:-1] + "0", "broken"),
        (CARD, "identity"),
        ("https://vneid.gov.vn/x?token=1", "identity"),
        ("https://dichvucong.gov.vn/", "link"),
        ("xin chào", "text"),
    ],
)
def test_each_kind_of_code_is_known(text: str, kind: str) -> None:
    assert _kind(text) == kind


@pytest.mark.parametrize(
    ("address", "official"),
    [
        ("https://dichvucong.gov.vn/a", True),
        ("HTTPS://GOV.VN", True),
        ("https://dichvucong.gov.vn.evil.com/a", False),
        ("https://dichvucong-gov.vn/", False),
        ("https://gov.vn@evil.com/", False),
        ("https://evil.com\\.gov.vn/dvc", False),
        ("https://evil.com\\@dichvucong.gov.vn/", False),
        ("https://evil.com／.dichvucong.gov.vn/", False),
        ("https://[abc/dvc", False),
        ("https://vneid-bocongan.com/login", False),
        ("www.dichvucong-gov.vn.com", False),
        ("dichvucong-gov.com/nop-phi", False),
        ("market://details?id=x", False),
    ],
)
def test_a_link_is_official_by_the_end_of_its_host(address: str, official: bool) -> None:
    verdict = judge([address], [])
    assert verdict is not None
    assert verdict.official is official


def test_a_listed_account_at_another_bank_is_another_account() -> None:
    assert _kind(build("970422", "0011012345678", 50_000)) == "other"


def test_of_several_codes_the_most_dangerous_counts() -> None:
    assert _kind(TRUE, OTHER) == "other"
    assert _kind(TRUE, CARD) == "identity"


def test_without_a_code_there_is_no_verdict() -> None:
    assert judge([], [OURS]) is None


def test_the_word_vneid_in_a_transfer_hides_nothing() -> None:
    code = build("970407", "19036789012345", 5_000_000, "KICH HOAT VNEID")
    verdict = judge([code], [])
    assert verdict is not None
    assert verdict.kind == "other"


def test_an_identity_card_with_two_long_numbers_is_known() -> None:
    verdict = judge(["001185001234|001185001235|Nguyen Van A|01011985|Nam|Ha Noi|01012021"], [])
    assert verdict is not None
    assert verdict.kind == "identity"
