"""What is built here is what other libraries build and read (reference: libraries.md §1.4)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from qr_pay import decode
from vietnam_qr_pay import QRPay

from bot.payments.vietqr import build, purpose_of

BIN = st.from_regex(r"\A[0-9]{6}\Z")
ACCOUNT = st.from_regex(r"\A[A-Za-z0-9]{1,19}\Z")
AMOUNT = st.none() | st.integers(1, 9_999_999_999_999)
PURPOSE = st.text(max_size=40).map(purpose_of).map(lambda words: words or None)


@given(BIN, ACCOUNT, AMOUNT, PURPOSE)
def test_vietnam_qr_pay_builds_the_same_and_reads_it(
    bin_: str, account: str, amount: int | None, purpose: str | None
) -> None:
    made = build(bin_, account, amount, purpose)
    theirs = QRPay.init_viet_qr(bin_, account, str(amount) if amount else None, purpose)
    assert theirs.build() == made
    read = QRPay(made)
    assert read.is_valid
    assert (read.consumer.bank_bin, read.consumer.bank_number) == (bin_, account)
    assert read.amount == (str(amount) if amount else None)
    assert read.additional_data.purpose == purpose


@given(BIN, ACCOUNT, AMOUNT, PURPOSE)
def test_napas_qr_python_reads_it(
    bin_: str, account: str, amount: int | None, purpose: str | None
) -> None:
    read = decode(build(bin_, account, amount, purpose))
    assert (read["bin_id"], read["consumer_id"]) == (bin_, account)
    assert read["transaction_amount"] == (str(amount) if amount else None)
    assert read.get("purpose_of_transaction") == purpose
