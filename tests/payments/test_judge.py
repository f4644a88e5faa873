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
